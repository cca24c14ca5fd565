import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from './start';

/** Chrome's service worker. In Firefox the engine page is the background page and starts this itself. */
export default defineBackground({ include: ['chrome'], main: startBackground });

import { startBackground } from '../background/start';
import { startEngine } from './start';

void startEngine();

// Firefox has one background page for both; Chrome runs the background in its service worker.
if (import.meta.env.FIREFOX) startBackground();

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Language } from '../words/say';

/** The browser's language, as far as there is a locale file for it; English otherwise. */
export const browserLanguage: Language = {
  locale: browser.i18n.getUILanguage(),
  text(key, values, count) {
    const translate = i18n.t as (key: string, ...args: readonly unknown[]) => string;
    return count === undefined ? translate(key, values) : translate(key, count, values);
  },
};

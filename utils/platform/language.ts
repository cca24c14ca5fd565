import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { languageOf } from '../words/say';

/** The browser's language, as far as there is a locale file for it; English otherwise. */
export const browserLanguage = languageOf(browser.i18n.getUILanguage(), (key) => {
  const translate = i18n.t as (key: string, substitutions: readonly string[]) => string;
  // The browser would fill the count's place with nothing; it is filled later, with each count.
  return translate(key, ['$1']);
});

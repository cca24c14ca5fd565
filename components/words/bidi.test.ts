import { expect, it } from 'vitest';
import { englishLanguage } from '../../utils/words/english';
import { phrase } from '../../utils/words/phrase';
import { say } from '../../utils/words/say';
import { directionOf, isolating, showReordering } from './bidi';

it('knows which languages run from right to left', () => {
  expect(['ar', 'he-IL', 'fa'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl']);
  expect(['en', 'de-AT', 'zh-Hant'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr']);
});

it('shows characters that reorder text instead of obeying them', () => {
  expect(showReordering('photo\u202Egpj.exe')).toBe('photo\uFFFDgpj.exe');
});

it('isolates a value that runs from right to left, and leaves others as they are', () => {
  const language = isolating(englishLanguage);
  const from = (host: string) => say(phrase('ui.allow.button', { host }), language);
  expect(from('cdn.example')).toBe('Allow reading from cdn.example');
  expect(from('مثال.example')).toBe('Allow reading from \u2068مثال.example\u2069');
});

it('isolates every value in a language that runs from right to left itself', () => {
  const language = isolating({ ...englishLanguage, locale: 'ar' });
  expect(say(phrase('ui.allow.button', { host: 'cdn.example' }), language)).toBe(
    'Allow reading from \u2068cdn.example\u2069',
  );
});

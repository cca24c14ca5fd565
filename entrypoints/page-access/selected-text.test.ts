// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { selectedText } from './selected-text';

describe('the selected text', () => {
  beforeEach(() => {
    document.body.innerHTML =
      '<p>one two</p><textarea>three\nfour</textarea><input type="password" value="key">';
    getSelection()?.removeAllRanges();
  });

  it('is that of the page', () => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('p') ?? document.body);
    getSelection()?.addRange(range);
    expect(selectedText()).toBe('one two');
  });

  it('is that of the field that is being written in, with its line breaks', () => {
    const field = document.querySelector('textarea');
    field?.focus();
    field?.setSelectionRange(3, 8);
    expect(selectedText()).toBe('ee\nfo');
  });

  it('is never that of a password', () => {
    const field = document.querySelector('input');
    field?.focus();
    field?.setSelectionRange(0, 3);
    expect(selectedText()).toBe('');
  });
});

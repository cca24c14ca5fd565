import { describe, expect, it } from 'vitest';
import { at, parseObject, simpleEntries } from './json';

describe('parseObject', () => {
  it('keeps seeds of 64 bits exact', () => {
    expect(parseObject('{"seed": 18446744073709551615, "list": [12345678901234567890, 2]}')).toEqual({
      seed: '18446744073709551615',
      list: ['12345678901234567890', 2],
    });
  });

  it('does not touch long numbers inside of texts', () => {
    const json = { note: 'say: 12345678901234567890, please', seed: 1 };
    expect(parseObject(JSON.stringify(json))).toEqual(json);
  });

  it('reads what Python writes for "not a number"', () => {
    expect(parseObject('{"is_changed": [NaN], "denoise": NaN}')).toEqual({
      is_changed: [null],
      denoise: null,
    });
  });

  it.each(['', '[1]', '"{}"', '{', 'prompt: {}', '{"a":}'])('answers null for %j', (text) => {
    expect(parseObject(text)).toBeNull();
  });
});

describe('at', () => {
  it('follows names and indexes, and nothing that an object inherits', () => {
    const json = parseObject('{"image": {"prompt": [{"prompt": "a fox"}]}}') ?? {};
    expect(at(json, 'image', 'prompt', 0, 'prompt')).toBe('a fox');
    expect(at(json, 'image', 'constructor')).toBeUndefined();
    expect(at(json, 'image', 'prompt', 7)).toBeUndefined();
  });
});

describe('simpleEntries', () => {
  it('lists texts, numbers and truth values only', () => {
    expect(simpleEntries({ a: 'x', b: 1, c: true, d: null, e: {}, f: [], g: ' ' })).toEqual([
      ['a', 'x'],
      ['b', '1'],
      ['c', 'true'],
    ]);
  });
});

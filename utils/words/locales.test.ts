import { describe, expect, it } from 'vitest';
import german from './locales/de.json';
import english from './locales/en.json';

/** Every text of a locale by its dotted path. */
function texts(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([branch, node]): [string, string][] => {
      const here = path ? `${path}.${branch}` : branch;
      return typeof node === 'string' ? [[here, node]] : [...texts(node, here)];
    }),
  );
}

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}|\$\d/g))].sort();

describe('German', () => {
  const source = texts(english);
  const translated = texts(german);

  it('has every text that English has, and no other', () => {
    expect([...translated.keys()].sort()).toEqual([...source.keys()].sort());
  });

  it('fills the same places', () => {
    const differing = [...source].filter(([key, text]) => {
      // The first form of a plural may leave out the number, which is one.
      const wanted = placesOf(text).filter((place) => place !== '$1');
      return (
        wanted.join() !==
        placesOf(translated.get(key) ?? '')
          .filter((place) => place !== '$1')
          .join()
      );
    });
    expect(differing).toEqual([]);
  });

  it('has the same plural forms', () => {
    const forms = (text: string | undefined) => text?.split(' | ').length;
    expect([...source].filter(([key, text]) => forms(text) !== forms(translated.get(key)))).toEqual([]);
  });
});

describe('every key', () => {
  it('is one that browsers take in their message files', () => {
    expect([...texts(english).keys()].filter((key) => !/^[A-Za-z0-9.]+$/.test(key))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Field } from '../block';
import { FieldSet } from '../field-set';
import { GENERATORS } from './generators';

function found(...fields: readonly Field[]): string[] {
  const set = new FieldSet(fields);
  return GENERATORS.filter(({ find }) => find(set)).map(({ name }) => name);
}

describe('GENERATORS', () => {
  it('names every generator once, with a source', () => {
    expect(new Set(GENERATORS.map(({ name }) => name)).size).toBe(GENERATORS.length);
    for (const { source } of GENERATORS) expect(source).toMatch(/^https?:\/\/\S+$/);
  });

  // What a careless rule would take for a mark: ordinary words, cameras, editors, and half a mark.
  it.each<[string, Field]>([
    ['a camera made by Google', { group: 'EXIF', name: 'Make', value: 'Google' }],
    ['an editor', { group: 'EXIF', name: 'Software', value: 'Adobe Photoshop 26.0 (Windows)' }],
    [
      'a design tool that can also generate',
      { group: 'XMP', name: 'xmp:CreatorTool', value: 'Microsoft Designer' },
    ],
    ['an enhancer', { group: 'EXIF', name: 'Software', value: 'Topaz Gigapixel AI' }],
    ['a telescope', { group: 'IPTC', name: 'Credit', value: 'Gemini Observatory' }],
    ['a photographer', { group: 'EXIF', name: 'Artist', value: 'Midjourney' }],
    [
      'an uuid without its signature',
      { group: 'EXIF', name: 'Artist', value: '0f2a1b3c-1111-4222-8333-444455556666' },
    ],
    ['a signature that is none', { group: 'EXIF', name: 'ImageDescription', value: 'Signature: J. Doe' }],
    ['a prompt that is no graph', { group: 'PNG', name: 'prompt', value: 'enter your name' }],
    ['JSON that is no graph', { group: 'PNG', name: 'workflow', value: '{"nodes": 3, "class_type": "x"}' }],
    ['parameters of something else', { group: 'PNG', name: 'parameters', value: 'exposure=3 gain=2' }],
    ['a job of another kind', { group: 'PNG', name: 'Description', value: 'print --duplex Job ID: 4711' }],
    [
      'a microscope’s JSON',
      { group: 'EXIF', name: 'UserComment', value: '{"model":"DM6","seed":"yeast","scale":5}' },
    ],
    ['a daydream', { group: 'PNG', name: 'Dream', value: 'I had a dream' }],
    ['a credit that mentions it', { group: 'IPTC', name: 'Credit', value: 'Not Made with Google AI' }],
    [
      'an editor’s record without AI',
      { group: 'Samsung', name: 'PhotoEditor_Re_Edit_Data', value: '{"genAIType":0}' },
    ],
  ])('%s is not a mark', (_, field) => {
    expect(found(field)).toEqual([]);
  });
});

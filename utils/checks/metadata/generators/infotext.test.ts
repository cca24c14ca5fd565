import { describe, expect, it } from 'vitest';
import { infotextDetails, parseInfotext } from './infotext';

describe('parseInfotext', () => {
  it('reads prompts of several lines and values with commas in quotes and brackets', () => {
    const text =
      'a fox,\nin the snow\nNegative prompt: blurry,\nlowres\nSteps: 20, Sampler: Euler a, Seed: 7, ' +
      'Lora hashes: "one: 1, two: 2", Civitai resources: [{"type":"lora","weight":1},{"type":"model"}], Version: v1.9.0';
    const infotext = parseInfotext(text);
    expect(infotext).toMatchObject({ prompt: 'a fox,\nin the snow', negativePrompt: 'blurry,\nlowres' });
    expect(infotext && Object.fromEntries(infotext.settings)).toEqual({
      Steps: '20',
      Sampler: 'Euler a',
      Seed: '7',
      'Lora hashes': 'one: 1, two: 2',
      'Civitai resources': '[{"type":"lora","weight":1},{"type":"model"}]',
      Version: 'v1.9.0',
    });
  });

  it('reads a text without prompts', () => {
    expect(parseInfotext('Steps: 20, Seed: 7')).toMatchObject({ prompt: '', negativePrompt: '' });
  });

  it.each([
    'Steps: 3, then plant a seed',
    'Seed: 7',
    'Next steps: 20, 30',
    '',
    'a fox\nNegative prompt: blurry',
  ])('does not take %j for one', (text) => {
    expect(parseInfotext(text)).toBeNull();
  });

  it('keeps the parameters apart from what is named', () => {
    const infotext = parseInfotext('a fox\nSteps: 7, Seed: 7, Model: dreamshaper, Sampler: Euler, Size: 8x8');
    expect(infotext && infotextDetails(infotext)).toEqual({
      prompt: 'a fox',
      seed: '7',
      model: 'dreamshaper',
      sampler: 'Euler',
      parameters: [
        ['Steps', '7'],
        ['Size', '8x8'],
      ],
    });
  });
});

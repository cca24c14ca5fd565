import { describe, expect, test } from 'vitest';
import german from '../words/locales/de.json';
import english from '../words/locales/en.json';
import { DIGITAL_SOURCE_TYPES, digitalSourceType } from './digital-source-type';

describe('digitalSourceType', () => {
  test.each([
    'trainedAlgorithmicMedia',
    'TrainedAlgorithmicMedia',
    'digsrctype:trainedAlgorithmicMedia',
    'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    'https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/',
    ' HTTP://CV.IPTC.ORG/NewsCodes/DigitalSourceType/TRAINEDALGORITHMICMEDIA ',
    'http://c2pa.org/digitalsourcetype/trainedAlgorithmicMedia',
    'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
  ])('reads %s as generated', (value) => {
    expect(digitalSourceType(value)).toMatchObject({ id: 'trainedAlgorithmicMedia', ai: 'generated' });
  });

  test.each(['', 'media', 'algorithmic', 'http://example.com/trainedAlgorithmicMedia', 'constructor'])(
    'does not guess at %j',
    (value) => {
      expect(digitalSourceType(value)).toBeUndefined();
    },
  );

  test('tells a trained model from a formula, and from non-generative computation in a camera', () => {
    expect(digitalSourceType('algorithmicMedia')?.ai).toBe('none');
    expect(digitalSourceType('algorithmicallyEnhanced')?.ai).toBe('none');
    expect(digitalSourceType('computationalCapture')).toMatchObject({ ai: 'none', camera: true });
    expect(digitalSourceType('compositeWithTrainedAlgorithmicMedia')?.ai).toBe('edited');
    expect(digitalSourceType('compositeSynthetic')?.ai).toBe('edited');
  });

  test('leaves open what the vocabulary leaves open', () => {
    expect(digitalSourceType('composite')?.ai).toBe('possible');
    expect(digitalSourceType('virtualRecording')?.ai).toBe('possible');
  });

  test('every term has its meaning in every language', () => {
    const ids = DIGITAL_SOURCE_TYPES.map((type) => type.id).sort();
    expect(Object.keys(english.digitalSourceType).sort()).toEqual(ids);
    expect(Object.keys(german.digitalSourceType).sort()).toEqual(ids);
  });
});

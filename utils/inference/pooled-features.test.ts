import { describe, expect, it } from 'vitest';
import { tinyEncoder } from '../../test/fixtures/models';
import { poolFeatures } from './pooled-features';

const { manifest } = tinyEncoder();

describe('features, pooled', () => {
  it('are the class token and the mean of the others, with the encoder that gave them', () => {
    const data = Float32Array.of(1, -2, 0, 4, 1, 0, 2, 2);
    expect(poolFeatures({ shape: [4, 2], data }, manifest)).toEqual({
      encoder: { id: 'tiny-encoder', version: '1.0.0', sha256: manifest.sha256 },
      // 1 and -2, then 1 and 2, in binary16 with the lower byte first.
      classToken: Buffer.from([0x00, 0x3c, 0x00, 0xc0]).toString('base64'),
      meanPatchToken: Buffer.from([0x00, 0x3c, 0x00, 0x40]).toString('base64'),
    });
  });

  it('take 3 kB of an encoder of 768 numbers a token', () => {
    const pooled = poolFeatures({ shape: [197, 768], data: new Float32Array(197 * 768).fill(0.1) }, manifest);
    expect([pooled?.classToken.length, pooled?.meanPatchToken.length]).toEqual([2048, 2048]);
    const [low, high] = Buffer.from(pooled?.meanPatchToken ?? '', 'base64');
    expect([low, high]).toEqual([0x66, 0x2e]);
  });

  it('are none where an encoder gives no tokens', () => {
    for (const shape of [[512], [1, 512], [2, 16, 16]]) {
      expect(poolFeatures({ shape, data: new Float32Array(512) }, manifest)).toBeUndefined();
    }
  });
});

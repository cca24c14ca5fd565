import { describe, expect, it } from 'vitest';
import type { Face } from './face';
import { blendOverlapping, keepSurest } from './merge-faces';

function face(x: number, width: number, score: number): Face {
  const point = { x, y: 0 };
  return {
    box: { x, y: 0, width, height: width },
    score,
    keypoints: {
      ...{ rightEye: point, leftEye: point, nose: point },
      ...{ mouth: point, rightEar: point, leftEar: point },
    },
  };
}

describe('anchors that saw the same face', () => {
  it('are blended by their scores', () => {
    const [blended, ...others] = blendOverlapping([face(10, 100, 0.25), face(0, 100, 0.75)]);
    expect(others).toEqual([]);
    expect(blended?.score).toBe(0.75);
    expect(blended?.box.x).toBeCloseTo(2.5);
    expect(blended?.keypoints.nose.x).toBeCloseTo(2.5);
  });

  it('are kept apart where they hardly overlap', () => {
    expect(blendOverlapping([face(0, 100, 0.9), face(80, 100, 0.8)])).toHaveLength(2);
  });

  it('come to an end where a box has no area', () => {
    expect(blendOverlapping([face(0, 0, 0.9), face(0, 0, 0.8)])).toHaveLength(2);
  });
});

describe('faces of several views', () => {
  it('are one where they are the same, the surest as it is', () => {
    expect(keepSurest([face(5, 100, 0.8), face(0, 100, 0.9)])).toEqual([face(0, 100, 0.9)]);
  });

  it('are one where a part of a face was taken for a whole', () => {
    expect(keepSurest([face(0, 200, 0.95), face(20, 60, 0.8)])).toEqual([face(0, 200, 0.95)]);
  });

  it('stay two where two people stand close', () => {
    expect(keepSurest([face(0, 100, 0.9), face(70, 100, 0.8)])).toHaveLength(2);
  });
});

import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decoderFor } from '../../../cli/decode';
import { faceDetectorRunner } from '../../../test/fixtures/faces/runner';
import {
  type Placed,
  PORTRAIT,
  pixelsOf,
  portraitFile,
  sceneWith,
} from '../../../test/fixtures/faces/scenes';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { loadSubject } from '../../subject/load';
import type { ModelRunner } from '../model-runner';
import { detectFaces, MOST_FACES } from './detect-faces';
import type { Box } from './face';
import { intersectionOverUnion } from './merge-faces';

let runner: ModelRunner;
beforeAll(async () => {
  runner = await faceDetectorRunner();
});

async function facesIn(picture: Sharp) {
  return detectFaces(runner, await pixelsOf(picture), 'picture');
}

/** Where the face of a placed portrait lies. */
function faceOf({ left, top, side }: Placed): Box {
  const scale = side / PORTRAIT.side;
  const { x, y, width, height } = PORTRAIT.face;
  return { x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale };
}

describe('the face detector', () => {
  it('finds a portrait with its six points where they are', async () => {
    const [face, ...others] = await facesIn(sharp(await portraitFile()));
    expect(others).toEqual([]);
    expect(face?.score).toBeGreaterThan(0.8);
    expect(intersectionOverUnion(face?.box ?? NOWHERE, PORTRAIT.face)).toBeGreaterThan(0.9);
    // Hers: her right eye is on the left of the picture.
    const places = {
      rightEye: [107, 101],
      leftEye: [153, 103],
      nose: [129, 128],
      mouth: [128, 149],
    } as const;
    for (const [name, [x, y]] of Object.entries(places)) {
      const found = face?.keypoints[name as keyof typeof places];
      expect(Math.hypot((found?.x ?? 0) - x, (found?.y ?? 0) - y), name).toBeLessThan(6);
    }
  });

  it('finds the same face whichever way the camera was held', async () => {
    const upright = await sharp(await portraitFile())
      .extract({ left: 0, top: 16, width: 256, height: 224 })
      .toBuffer();
    const boxes: Box[] = [];
    for (const [orientation, undo] of Object.entries(STORED_AS)) {
      const stored = undo(sharp(await sharp(upright).png().toBuffer()));
      const file = await sharp(await stored.png().toBuffer())
        .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
        .withMetadata({ orientation: Number(orientation) })
        .toBuffer();
      const subject = await loadSubject(Uint8Array.from(file));
      const pixels = await decoderFor(subject, DEFAULT_LIMITS)('native');
      expect([pixels.width, pixels.height], orientation).toEqual([256, 224]);
      boxes.push(...(await detectFaces(runner, pixels, orientation)).map(({ box }) => box));
    }
    expect(boxes).toHaveLength(8);
    for (const box of boxes) expect(intersectionOverUnion(box, boxes[0] ?? NOWHERE)).toBeGreaterThan(0.97);
  });

  it('finds every face of a crowd once, wherever its views meet', async () => {
    const placed = Array.from({ length: 49 }, (_, index) => ({
      left: 8 + (index % 7) * 118,
      top: 8 + Math.floor(index / 7) * 118,
      side: 84,
    }));
    const faces = await facesIn(await sceneWith(placed, { width: 832, height: 832 }));
    expect(faces).toHaveLength(placed.length);
    for (const portrait of placed) {
      const overlaps = faces.map(({ box }) => intersectionOverUnion(box, faceOf(portrait)));
      expect(Math.max(...overlaps)).toBeGreaterThan(0.6);
    }
    const scores = faces.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });

  it.each([
    { across: 26, side: 64 },
    { across: 20, side: 48 },
  ])('finds a face $across pixels across in a large picture', async ({ side }) => {
    const placed = { left: 300, top: 200, side };
    const faces = await facesIn(await sceneWith([placed], { width: 832, height: 600 }));
    expect(faces).toHaveLength(1);
    expect(intersectionOverUnion(faces[0]?.box ?? NOWHERE, faceOf(placed))).toBeGreaterThan(0.5);
  });

  it('finds a face that fills the picture', async () => {
    const { x, y, width, height } = PORTRAIT.face;
    const tight = sharp(await portraitFile()).extract({ left: x + 4, top: y + 4, width: width - 8, height });
    const [face] = await facesIn(tight);
    expect(face?.box.width).toBeGreaterThan(0.6 * width);
  });

  it.each([-45, -30, 30, 45])('finds a head that leans by %i degrees', async (angle) => {
    const turned = sharp(await portraitFile()).rotate(angle, { background: '#777' });
    expect(await facesIn(sharp(await turned.png().toBuffer()))).toHaveLength(1);
  });

  it('gives of a face at the edge the part that is in the picture', async () => {
    const half = sharp(await portraitFile()).extract({ left: 100, top: 0, width: 156, height: 256 });
    const [face] = await facesIn(half);
    expect(face?.box.x).toBe(0);
    expect(face?.box.width).toBeLessThan(PORTRAIT.face.width);
    expect(face?.keypoints.rightEar.x).toBeLessThan(0);
  });

  it('finds none in a landscape, in one colour and in the smallest of pictures', async () => {
    expect(await facesIn(await sceneWith([], { width: 832, height: 600 }))).toEqual([]);
    for (const side of [1, 300]) {
      const blank = sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } });
      expect(await facesIn(blank.png())).toEqual([]);
    }
  });

  it('names no more faces than it says', async () => {
    const placed = Array.from({ length: 81 }, (_, index) => ({
      left: (index % 9) * 92,
      top: Math.floor(index / 9) * 92,
      side: 90,
    }));
    const faces = await facesIn(await sceneWith(placed, { width: 832, height: 832 }));
    expect(faces).toHaveLength(MOST_FACES);
  });
});

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/** How a picture must be turned so that the orientation of EXIF brings it upright again (EXIF 2.32, 4.6.4 A). */
const STORED_AS: Readonly<Record<string, (upright: Sharp) => Sharp>> = {
  '1': (upright) => upright,
  '2': (upright) => upright.flop(),
  '3': (upright) => upright.rotate(180),
  '4': (upright) => upright.flip(),
  '5': (upright) => upright.flip().rotate(90),
  '6': (upright) => upright.rotate(270),
  '7': (upright) => upright.flop().rotate(90),
  '8': (upright) => upright.rotate(90),
};

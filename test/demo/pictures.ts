import { readFile } from 'node:fs/promises';
import { AI_LAB, CAMERA } from '../fixtures/c2pa/people';
import { type Credential, signFile } from '../fixtures/c2pa/sign';
import { exifSegment, jpegWith, pngText, pngWith, TAG } from '../fixtures/metadata/write';
import { scene } from '../fixtures/pictures';

const TERMS = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The demo's own pictures: like the fixtures, but large enough to look at. File names and their bytes. */
export async function makeDemoPictures(): Promise<ReadonlyMap<string, Uint8Array>> {
  const [camera, generated, photo, drawing] = await Promise.all([jpeg(21), jpeg(34), jpeg(12), png(47)]);
  const signed = await signFile(camera, 'image/jpeg', CAPTURED);
  return new Map([
    ['camera.jpg', signed],
    ['altered.jpg', alter(signed)],
    ['generated.jpg', await signFile(generated, 'image/jpeg', GENERATED)],
    ['photo.jpg', jpegWith(Buffer.from(photo), [exifSegment(CAMERA_EXIF)])],
    ['prompt.png', pngWith(drawing, [pngText('parameters', PARAMETERS)])],
    ['watermark.png', await readFile(new URL('../fixtures/watermark/encoded/sdxl.png', import.meta.url))],
  ]);
}

const CAPTURED: Credential = credential(CAMERA, 'Test Camera', {
  action: 'c2pa.created',
  when: '2026-03-12T09:59:58Z',
  digitalSourceType: `${TERMS}digitalCapture`,
});

const GENERATED: Credential = credential(AI_LAB, 'Test Image Model', {
  action: 'c2pa.created',
  digitalSourceType: `${TERMS}trainedAlgorithmicMedia`,
  softwareAgent: { name: 'Image Model', version: '3' },
});

const CAMERA_EXIF = {
  ifd0: { [TAG.make]: 'Canon', [TAG.model]: 'Canon EOS 7D' },
  exif: { [TAG.lensModel]: 'EF-S 17-55mm f/2.8 IS USM' },
};

/** What the Stable Diffusion web UI writes into a PNG. */
const PARAMETERS = [
  'hills at the sea, morning light, oil on canvas',
  'Negative prompt: people, text',
  'Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1234567, Size: 960x640, Model: sd_xl_base_1.0',
].join('\n');

function credential(signer: Credential['signer'], generator: string, action: object): Credential {
  return {
    signer,
    manifest: {
      claim_generator_info: [{ name: generator, version: '1.0' }],
      title: 'demo picture',
      assertions: [{ label: 'c2pa.actions.v2', data: { actions: [action] } }],
    },
  };
}

/** Turns a byte of the picture over: it still opens, but is no longer what was signed. */
function alter(signed: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(signed);
  const place = copy.length - 300;
  copy[place] = (copy[place] ?? 0) ^ 0x55;
  return copy;
}

function jpeg(seed: number): Promise<Uint8Array> {
  return scene(seed, 960, 640).jpeg({ quality: 88 }).toBuffer();
}

function png(seed: number): Promise<Uint8Array> {
  return scene(seed, 960, 640).png({ palette: true }).toBuffer();
}

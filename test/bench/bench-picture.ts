import {
  EXTENDED_KEY_USAGES,
  intermediateAuthority,
  rootAuthority,
  signer,
  toPem,
} from '../fixtures/c2pa/certificates';
import { signFile } from '../fixtures/c2pa/sign';
import { scene } from '../fixtures/pictures';

export interface BenchPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The root certificate of its signer, to be trusted. */
  readonly trusted: string;
}

/** The picture that the budget is set for: 12 megapixels, about 2 MB, with a camera's EXIF and a signed credential. */
export async function makeBenchPicture(): Promise<BenchPicture> {
  const width = 4000;
  const height = 3000;
  const jpeg = await scene(12, width / 4, height / 4)
    .resize(width, height)
    .jpeg({ quality: 96 })
    .withExif(CAMERA)
    .toBuffer();
  const root = rootAuthority({ commonName: 'Bench root', organization: 'Touchstone test' });
  const authority = intermediateAuthority(
    { commonName: 'Bench authority', organization: 'Touchstone test' },
    root,
  );
  const camera = signer({ commonName: 'Bench camera', organization: 'Touchstone test' }, authority, [
    EXTENDED_KEY_USAGES.claimSigning,
  ]);
  const signed = await signFile(jpeg, 'image/jpeg', { signer: camera, manifest: MANIFEST });
  return { bytes: Uint8Array.from(signed), width, height, trusted: toPem(root.certificate) };
}

const CAMERA = {
  IFD0: { Make: 'Touchstone', Model: 'Bench camera', Software: '1.0', DateTime: '2026:03:12 10:30:00' },
  IFD2: { ExposureTime: '1/250', FNumber: '28/10', ISOSpeedRatings: '100', FocalLength: '35/1' },
};

const CAPTURED = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture';

const MANIFEST = {
  title: 'bench.jpg',
  claim_generator_info: [{ name: 'Touchstone bench', version: '1.0.0' }],
  assertions: [
    {
      label: 'c2pa.actions.v2',
      data: { actions: [{ action: 'c2pa.created', digitalSourceType: CAPTURED }] },
    },
  ],
};

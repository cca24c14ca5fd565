import { mkdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

/*
 * Draws the extension's icons from the one drawing: `npx vite-node components/icons/make-icons.ts`. The PNGs are in
 * the repository, because Chrome takes no SVG there.
 */

const SIZES = [16, 32, 48, 128];

const drawing = await readFile(new URL('./touchstone.svg', import.meta.url));
const folder = new URL('../public/icon/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const size of SIZES) {
  // Chrome's store asks for 16 px of air around the drawing of the largest one.
  const margin = size === 128 ? 16 : 0;
  const drawn = await sharp(drawing, { density: 300 })
    .resize(size - 2 * margin)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: 'transparent' })
    .png({ compressionLevel: 9 })
    .toBuffer();
  await writeFile(new URL(`${size}.png`, folder), drawn);
}

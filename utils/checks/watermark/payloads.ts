/** How the generator handed its picture to the encoder; the mark must be read in the same frame. */
export interface Frame {
  /** `bytes`: whole numbers, chroma centred on 128. `floats`: fractions, chroma centred on 0.5 (as OpenCV does for them). */
  readonly numbers: 'bytes' | 'floats';
  /** `bgr` as the encoder expects; `rgb` where red and blue were handed over swapped. */
  readonly channels: 'bgr' | 'rgb';
}

/** A public payload of the invisible-watermark library's `dwtDct` method. */
export interface Payload {
  /** The payload itself where it is text, else its customary name: stable, for logs and JSON. */
  readonly id: string;
  /** Who writes it, as shown to people. */
  readonly generator: string;
  /** 0 or 1 each, in the order in which the blocks carry them. */
  readonly bits: Uint8Array;
  /** Most bits that may differ in a hit. The README derives the chance of a false one from them. */
  readonly tolerance: number;
  readonly frames: readonly Frame[];
}

/** Bytes in BGR order: what the reference encoder's own examples and the scripts of Stable Diffusion 1 and 2 do. */
const BYTES: Frame = { numbers: 'bytes', channels: 'bgr' };
/** Floats in BGR order: FLUX's `embed_watermark`, diffusers since pull request 7013. */
const FLOATS: Frame = { numbers: 'floats', channels: 'bgr' };
/** Floats in RGB order: diffusers before pull request 7013, generative-models before its pull request 25. */
const SWAPPED_FLOATS: Frame = { numbers: 'floats', channels: 'rgb' };

/** Every payload that is looked for, each with the source it was taken from. */
export const PAYLOADS: readonly Payload[] = [
  // CompVis/stable-diffusion, scripts/txt2img.py.
  payload('StableDiffusionV1', 'Stable Diffusion 1', textBits('StableDiffusionV1'), 22, [BYTES]),
  // Stability-AI/stablediffusion, scripts/txt2img.py.
  payload('SDV2', 'Stable Diffusion 2', textBits('SDV2'), 2, [BYTES]),
  // huggingface/diffusers, pipelines/stable_diffusion_xl/watermark.py.
  payload('SDXL', 'Stable Diffusion XL', bits('101100111110110010010000011110111011000110011110'), 4, [
    FLOATS,
    SWAPPED_FLOATS,
    BYTES,
  ]),
  // black-forest-labs/flux, src/flux/util.py: Python's bin() drops the two leading zeros of the message.
  payload('FLUX', 'FLUX', bits('1010101111111010000111100111001111010100101110'), 4, [FLOATS, BYTES]),
  // The same message with its leading zeros, as an encoder would write it that keeps them.
  payload('FLUX-48', 'FLUX', bits('001010101111111010000111100111001111010100101110'), 4, [FLOATS, BYTES]),
];

function payload(
  id: string,
  generator: string,
  bits: Uint8Array,
  tolerance: number,
  frames: readonly Frame[],
): Payload {
  return { id, generator, bits, tolerance, frames };
}

function bits(digits: string): Uint8Array {
  return Uint8Array.from(digits, Number);
}

/** The text's bytes, most significant bit first. */
function textBits(text: string): Uint8Array {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(2).padStart(8, '0'));
  return bits(bytes.join(''));
}

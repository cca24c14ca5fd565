/* Messages that invisible characters carry, by the ways that are in use. */

const TAG = 0xe0000;

/** Tag characters are ASCII, moved to a plane where nothing shows them. */
export function decodeTags(characters: readonly number[]): string | undefined {
  const text = characters
    .map((character) => character - TAG)
    .filter((code) => code >= 0x20 && code < 0x7f)
    .map((code) => String.fromCharCode(code))
    .join('');
  return readable(text);
}

/** The byte of a variation selector: the sixteen of the first block, then the 240 of the second. */
export function selectorByte(character: number): number | undefined {
  if (character >= 0xfe00 && character <= 0xfe0f) return character - 0xfe00;
  if (character >= 0xe0100 && character <= 0xe01ef) return character - 0xe0100 + 16;
  return undefined;
}

export function decodeSelectors(characters: readonly number[]): string | undefined {
  const bytes = characters.map(selectorByte).filter((byte) => byte !== undefined);
  return decodeUtf8(bytes);
}

/** Two invisible characters as the bits of bytes; a third may stand between them. */
export function decodeBits(characters: readonly number[]): string | undefined {
  const kinds = [...new Set(characters)];
  if (kinds.length > 3) return undefined;
  for (const zero of kinds) {
    for (const one of kinds) {
      if (zero === one) continue;
      const bits = characters.flatMap((kind) => (kind === zero ? [0] : kind === one ? [1] : []));
      for (const width of [8, 7]) {
        const text = decodeUtf8(bytesOf(bits, width));
        if (text !== undefined && text.length >= SHORTEST_MESSAGE) return text;
      }
    }
  }
  return undefined;
}

/** Fewer characters come out of noise by chance. */
const SHORTEST_MESSAGE = 2;

function bytesOf(bits: readonly number[], width: number): readonly number[] {
  const bytes: number[] = [];
  for (let start = 0; start + width <= bits.length; start += width) {
    bytes.push(bits.slice(start, start + width).reduce((byte, bit) => byte * 2 + bit, 0));
  }
  return bytes;
}

function decodeUtf8(bytes: readonly number[]): string | undefined {
  try {
    return readable(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)));
  } catch {
    return undefined;
  }
}

/** The text, if it is one that somebody can have written. */
function readable(text: string): string | undefined {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\r\t\p{Extended_Pictographic}]+$/u.test(text) &&
    /[\p{L}\p{N}]/u.test(text)
    ? text
    : undefined;
}

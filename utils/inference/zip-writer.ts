import { Zip, ZipPassThrough } from 'fflate';

/**
 * A zip of files as they are: pictures and weights hardly shrink. Its parts go into a Blob as they come, for the browser to
 * keep where it has room. Less than 4 GB and 65,535 files, which is what a zip without ZIP64 can say of itself.
 */
export async function writeZip(files: readonly (readonly [name: string, blob: Blob])[]): Promise<Blob> {
  const parts: Blob[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(new Blob([part as Uint8Array<ArrayBuffer>]));
  });
  for (const [name, blob] of files) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    const reader = blob.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) entry.push(part.value);
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

/** Offers a text as a file to save, the way a link with `download` does. */
export function saveFile(name: string, mediaType: string, text: string): void {
  saveBlob(name, new Blob([text], { type: mediaType }));
}

/** The same for what is no text. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by the next turn of the event loop at the latest when the click was handled;
  // the page may live for days, so they are let go.
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_MILLISECONDS);
}

/** Firefox reads the blob after the click has returned. */
const RELEASE_MILLISECONDS = 60_000;

/** A file name that every system accepts, made from any text. */
export function fileNameFrom(text: string): string {
  const cleaned = text
    .replace(/\p{C}/gu, '')
    .replace(/[<>:"/\\|?*]/g, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, MAX_NAME_LENGTH);
  return cleaned || 'picture';
}

const MAX_NAME_LENGTH = 80;

/*
 * Firefox decodes what a worker hands to createImageBitmap on the thread of the page, where everything else then waits
 * (measured: 85 ms for 12 megapixels), but what an <img> shows on a thread of its own. So a worker asks its page.
 */

/** Decodes a file whose Blob carries its media type. Rejects where the browser cannot show it. */
export type OpenPicture = (file: Blob) => Promise<ImageBitmap>;

/** Answers a worker's requests: the page's end. */
export function serveDecoding(port: MessagePort): void {
  port.onmessage = async ({ data: { id, file } }: MessageEvent<Request>) => {
    try {
      const bitmap = await openInPage(file);
      port.postMessage({ id, bitmap } satisfies Reply, [bitmap]);
    } catch (error) {
      port.postMessage({ id, problem: String(error) } satisfies Reply);
    }
  };
}

/** Asks the page: the worker's end. */
export function askingPage(port: MessagePort): OpenPicture {
  const open = new Map<number, PromiseWithResolvers<ImageBitmap>>();
  let last = 0;
  port.onmessage = ({ data }: MessageEvent<Reply>) => {
    const waiting = open.get(data.id);
    open.delete(data.id);
    if ('bitmap' in data) waiting?.resolve(data.bitmap);
    else waiting?.reject(new Error(data.problem));
  };
  return (file) => {
    last += 1;
    const waiting = Promise.withResolvers<ImageBitmap>();
    open.set(last, waiting);
    port.postMessage({ id: last, file } satisfies Request);
    return waiting.promise;
  };
}

interface Request {
  readonly id: number;
  readonly file: Blob;
}

type Reply =
  | { readonly id: number; readonly bitmap: ImageBitmap }
  | { readonly id: number; readonly problem: string };

async function openInPage(file: Blob): Promise<ImageBitmap> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await createImageBitmap(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}

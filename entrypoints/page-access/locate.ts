import type { CandidateVersion, ImageCandidate } from '../../utils/jobs/job';

/** What the browser's menu knows of the place that was clicked. */
export interface ClickedPlace {
  readonly mediaType?: string;
  readonly srcUrl?: string;
  readonly linkUrl?: string;
  /** Firefox's own handle of the clicked element. */
  readonly targetElementId?: number;
}

export interface LocatedPicture {
  readonly candidates: readonly ImageCandidate[];
  readonly pageUrl: string;
  readonly title: string;
}

/** Finds the picture that was meant, and every version of it that the page offers, the one to read first. */
export function locate(place: ClickedPlace): LocatedPicture {
  return { candidates: findCandidates(place), pageUrl: location.href, title: document.title };
}

/** Where an element is seen now, in CSS pixels of the tab's viewport; null when it is gone or out of view. */
export function boxOf(handle: number) {
  const element = elements[handle]?.deref();
  if (!element?.isConnected) return null;
  const own = element.getBoundingClientRect();
  const offset = frameOffset();
  if (!offset || own.width < 1 || own.height < 1) return null;
  const viewport = { width: offset.view.innerWidth, height: offset.view.innerHeight };
  const box = { x: own.x + offset.x, y: own.y + offset.y, width: own.width, height: own.height };
  const visible =
    box.x < viewport.width && box.y < viewport.height && box.x + box.width > 0 && box.y + box.height > 0;
  return visible ? { box, viewport } : null;
}

/** The versions of the picture that an element shows; none when it shows no picture. */
export function candidatesOf(element: Element): readonly ImageCandidate[] {
  if (element instanceof HTMLImageElement) return fromImage(element);
  if (element instanceof HTMLVideoElement) return fromVideo(element);
  if (element instanceof HTMLCanvasElement) return fromCanvas(element);
  if (element instanceof SVGElement) return fromSvg(element);
  return fromBackground(element);
}

/** Elements that were named to the background, held weakly: the page may drop them. */
const elements: WeakRef<Element>[] = [];

function findCandidates(place: ClickedPlace): readonly ImageCandidate[] {
  const named = place.srcUrl === undefined ? null : findBySource(place.srcUrl);
  const clicked = clickedElement(place.targetElementId);
  for (const element of [named, ...(clicked ? ancestors(clicked) : hoveredElements())]) {
    const candidates = element ? candidatesOf(element) : [];
    if (candidates.length > 0) return candidates;
  }
  const covered = place.srcUrl === undefined ? coveredPicture() : null;
  if (covered) return candidatesOf(covered);
  const address = place.srcUrl ?? place.linkUrl;
  if (address === undefined) return [];
  return [{ url: address, version: place.srcUrl === undefined ? 'linked' : 'shown' }];
}

function findBySource(source: string): Element | null {
  const shows = (element: Element) =>
    (element instanceof HTMLImageElement ||
      element instanceof HTMLVideoElement ||
      element instanceof HTMLAudioElement) &&
    (element.currentSrc === source || element.src === source);
  const showing = [...allElements(document)].filter(shows);
  return showing.find((element) => element.matches(':hover')) ?? showing[0] ?? null;
}

/** Every picture element of the document, in open shadow trees as well. */
function* allElements(root: Document | ShadowRoot): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* allElements(element.shadowRoot);
  }
}

function clickedElement(targetElementId: number | undefined): Element | null {
  if (targetElementId === undefined) return null;
  const { menus } =
    (globalThis as { browser?: { menus?: { getTargetElement?: (id: number) => Element | null } } }).browser ??
    {};
  return menus?.getTargetElement?.(targetElementId) ?? null;
}

function ancestors(element: Element): readonly Element[] {
  const chain: Element[] = [];
  for (let node: Element | null = element; node; node = node.parentElement) chain.push(node);
  return chain;
}

/** The elements under the pointer, the innermost first. The menu leaves `:hover` as it was at the click. */
function hoveredElements(root: Document | ShadowRoot = document): readonly Element[] {
  const chain = [...root.querySelectorAll(':hover')].reverse();
  const inner = chain[0]?.shadowRoot;
  return inner ? [...hoveredElements(inner), ...chain] : chain;
}

/** A picture under a transparent layer that took the click: the largest one that the layer mostly covers. */
function coveredPicture(): Element | null {
  const layer = hoveredElements()[0]?.getBoundingClientRect();
  if (!layer || layer.width * layer.height === 0) return null;
  const covered = [...document.querySelectorAll('img, svg, canvas, video')]
    .map((element) => ({ element, overlap: overlapOf(element.getBoundingClientRect(), layer) }))
    .filter(({ element, overlap }) => overlap > 0.5 * areaOf(element.getBoundingClientRect()) && overlap > 0)
    .sort((one, other) => other.overlap - one.overlap);
  const largest = covered[0];
  return largest && largest.overlap > MOSTLY * layer.width * layer.height ? largest.element : null;
}

/** Share of the clicked layer that a picture below must fill to be the one that was meant. */
const MOSTLY = 0.5;

function overlapOf(one: DOMRect, other: DOMRect): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}

function areaOf({ width, height }: DOMRect): number {
  return width * height;
}

function fromImage(image: HTMLImageElement): readonly ImageCandidate[] {
  const shown = image.currentSrc || image.src;
  if (!shown) return [];
  const element = remember(image);
  const largest = largestOf(image);
  const linked = linkedPicture(image);
  return distinct([
    ...(largest ? [{ ...largest, version: 'largest' as const, element }] : []),
    { url: shown, version: 'shown', element, ...(image.naturalWidth > 0 && { width: image.naturalWidth }) },
    ...(linked && linked !== shown ? [{ url: linked, version: 'linked' as const, element }] : []),
  ]);
}

/** The largest version that `srcset` offers, in the image itself or in its `<picture>`. */
function largestOf(image: HTMLImageElement): { url: string; width?: number } | null {
  const sources =
    image.parentElement instanceof HTMLPictureElement
      ? [...image.parentElement.querySelectorAll('source')]
      : [];
  const offers = [image, ...sources].flatMap(({ srcset }) => parseSrcset(srcset));
  const best = offers.sort((one, other) => other.size - one.size)[0];
  if (!best) return null;
  return { url: new URL(best.url, document.baseURI).href, ...(best.unit === 'w' && { width: best.size }) };
}

/** The candidates of a `srcset`: https://html.spec.whatwg.org/#parse-a-srcset-attribute, without its error cases. */
export function parseSrcset(srcset: string): readonly { url: string; size: number; unit: 'w' | 'x' }[] {
  return [...srcset.matchAll(/\s*([^\s,]\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)/g)].map(
    ([, url = '', size, unit]) => ({
      url,
      size: Number(size ?? 1),
      unit: unit === 'w' ? 'w' : 'x',
    }),
  );
}

function linkedPicture(element: Element): string | null {
  const link = element.closest('a[href]');
  if (!(link instanceof HTMLAnchorElement)) return null;
  return PICTURE_ENDING.test(new URL(link.href, document.baseURI).pathname) ? link.href : null;
}

const PICTURE_ENDING = /\.(jpe?g|jfif|png|apng|webp|avif|hei[cf]|tiff?|gif|svg|bmp|jxl)$/i;

function fromVideo(video: HTMLVideoElement): readonly ImageCandidate[] {
  const element = remember(video);
  const poster = video.getAttribute('poster');
  const media = video.currentSrc || video.src;
  return distinct([
    ...(poster ? [{ url: new URL(poster, document.baseURI).href, version: 'poster' as const, element }] : []),
    ...(media ? [{ url: media, version: 'media' as const, element }] : []),
  ]);
}

function fromCanvas(canvas: HTMLCanvasElement): readonly ImageCandidate[] {
  const element = remember(canvas);
  try {
    return [{ url: canvas.toDataURL('image/png'), version: 'canvas', element }];
  } catch {
    // A canvas with pictures of other hosts does not hand out its pixels; the screen still shows them.
    return [{ url: 'about:canvas', version: 'canvas', element }];
  }
}

function fromSvg(part: SVGElement): readonly ImageCandidate[] {
  const svg = part.ownerSVGElement ?? part;
  const image = part instanceof SVGImageElement ? part.href.baseVal : '';
  if (image)
    return [{ url: new URL(image, document.baseURI).href, version: 'shown', element: remember(part) }];
  const copy = svg.cloneNode(true) as SVGElement;
  const { width, height } = svg.getBoundingClientRect();
  if (!copy.hasAttribute('width')) copy.setAttribute('width', String(Math.round(width)));
  if (!copy.hasAttribute('height')) copy.setAttribute('height', String(Math.round(height)));
  const text = new XMLSerializer().serializeToString(copy);
  return [
    {
      url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`,
      version: 'inline-svg',
      element: remember(svg),
    },
  ];
}

function fromBackground(element: Element): readonly ImageCandidate[] {
  const addresses = [undefined, '::before', '::after'].flatMap((pseudo) =>
    [
      ...getComputedStyle(element, pseudo).backgroundImage.matchAll(
        /url\((?:"((?:[^"\\]|\\.)*)"|([^)]*))\)/g,
      ),
    ].map(([, quoted, bare]) => (quoted ?? bare ?? '').replace(/\\(.)/g, '$1')),
  );
  const handle = addresses.length > 0 ? remember(element) : 0;
  return distinct(
    addresses.map((url) => ({
      url: new URL(url, document.baseURI).href,
      version: 'background',
      element: handle,
    })),
  );
}

function remember(element: Element): number {
  return elements.push(new WeakRef(element)) - 1;
}

function distinct(
  candidates: readonly { url: string; version: CandidateVersion; element: number; width?: number }[],
): readonly ImageCandidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ url }) => !seen.has(url) && seen.add(url));
}

/** This frame's place in the tab; null where a frame of another origin lies between. */
function frameOffset(): { x: number; y: number; view: Window } | null {
  let view: Window = window;
  let x = 0;
  let y = 0;
  while (view !== view.parent) {
    const frame = view.frameElement;
    if (!frame) return null;
    const box = frame.getBoundingClientRect();
    x += box.x + frame.clientLeft;
    y += box.y + frame.clientTop;
    view = view.parent;
  }
  return { x, y, view };
}

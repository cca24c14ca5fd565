import { browser } from 'wxt/browser';
import type { Picked, PickHints } from '../../utils/messages/table';
import { candidatesOf } from './locate';

/**
 * Lets the user point at a picture: it is framed under the pointer, a click or Enter takes it, Escape ends.
 * The frame lives in a closed shadow root; nothing of the page is changed. Every frame of the page runs this for
 * itself; where the pointer is over one of an origin that is not among `origins`, the hint says what to do instead.
 */
export function startPicking(hints: PickHints, origins: readonly string[]): void {
  stop?.();
  const frame = drawFrame();
  frame.say(hints.pick);
  const listeners = new AbortController();
  const options = { capture: true, signal: listeners.signal };
  let current: Element | null = null;
  stop = () => {
    listeners.abort();
    frame.remove();
    stop = undefined;
  };
  const take = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const candidates = current ? candidatesOf(current) : [];
    if (candidates.length === 0) return;
    stop?.();
    tell('picked', { candidates });
  };
  const point = ({ clientX, clientY }: MouseEvent) => {
    const shown = elementsAt(clientX, clientY);
    current = shown.find((element) => candidatesOf(element).length > 0) ?? null;
    frame.show(current);
    frame.say(!current && isClosed(shown.at(-1), origins) ? hints.elsewhere : hints.pick);
  };
  addEventListener('pointermove', point, options);
  // Of a pointer inside a frame, the page around it learns only that it went there.
  addEventListener('pointerover', point, options);
  addEventListener(
    'pointerout',
    ({ relatedTarget }) => {
      if (relatedTarget !== null) return;
      current = null;
      frame.show(null);
    },
    options,
  );
  addEventListener(
    'click',
    (event) => {
      // A pointer that was there from the start has not moved yet.
      point(event);
      take(event);
    },
    options,
  );
  for (const swallowed of ['pointerdown', 'mousedown', 'pointerup', 'mouseup'] as const) {
    addEventListener(swallowed, (event) => event.stopImmediatePropagation(), options);
  }
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') {
        stop?.();
        tell('pickEnded');
      } else if (event.key === 'Enter') take(event);
      else if (event.key === 'Tab') {
        event.preventDefault();
        current = nextPicture(current, event.shiftKey ? -1 : 1);
        current?.scrollIntoView({ block: 'center' });
        frame.show(current);
      }
    },
    options,
  );
}

/** Ends it without a picture. */
export function stopPicking(): void {
  stop?.();
}

let stop: (() => void) | undefined;

/** What is seen at a point, the uppermost first, down to a frame, which hides what is below it. */
function elementsAt(x: number, y: number): readonly Element[] {
  const all = document.elementsFromPoint(x, y);
  const frame = all.findIndex((element) => element.matches(FRAME));
  return frame === -1 ? all : all.slice(0, frame + 1);
}

const FRAME = 'iframe';

/** Whether an element is a frame that nobody let us into. */
function isClosed(element: Element | undefined, origins: readonly string[]): boolean {
  if (!(element instanceof HTMLIFrameElement)) return false;
  if (element.contentDocument) return false;
  return !origins.includes(new URL(element.src, document.baseURI).origin);
}

/** Pictures in the page's order, for those who point with the keyboard. */
function nextPicture(current: Element | null, step: 1 | -1): Element | null {
  const pictures = [...document.querySelectorAll('img, svg, canvas, video')].filter(
    (element) => element.getBoundingClientRect().width > SMALLEST_SIDE && candidatesOf(element).length > 0,
  );
  const position = current ? pictures.indexOf(current) : -1;
  return pictures[(position + step + pictures.length) % pictures.length] ?? null;
}

/** Icons below this many CSS pixels are no pictures that somebody would check. */
const SMALLEST_SIDE = 24;

function drawFrame() {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(FRAME_STYLE);
  root.adoptedStyleSheets = [sheet];
  const frame = document.createElement('div');
  frame.className = 'frame';
  const label = document.createElement('div');
  label.className = 'label';
  label.setAttribute('role', 'status');
  root.append(frame);
  // One hint for the whole page.
  if (window === window.top) root.append(label);
  document.documentElement.append(host);
  return {
    show(element: Element | null) {
      const box = element?.getBoundingClientRect();
      frame.style.cssText = box
        ? `transform:translate(${box.x}px,${box.y}px);width:${box.width}px;height:${box.height}px;display:block`
        : 'display:none';
    },
    say(hint: string) {
      if (label.textContent !== hint) label.textContent = hint;
    },
    remove: () => host.remove(),
  };
}

const FRAME_STYLE = `
:host { all: initial; position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; }
.frame { position: fixed; top: 0; left: 0; display: none; box-sizing: border-box; outline: 3px solid #0B57D0;
  outline-offset: 1px; background: rgb(11 87 208 / 12%); }
.label { position: fixed; inset-block-start: 12px; inset-inline-start: 50%; transform: translateX(-50%);
  padding: 8px 14px; border-radius: 8px; font: 14px/20px system-ui, sans-serif; color: #fff; background: #1f1f1f; }
@media (forced-colors: active) { .frame { outline-color: Highlight; } }
`;

function tell(name: 'picked' | 'pickEnded', request?: Picked): void {
  void browser.runtime.sendMessage({ touchstone: 'fromContent', name, request });
}

import { browser } from 'wxt/browser';
import type { Picked } from '../../utils/messages/table';
import { candidatesOf } from './locate';

/**
 * Lets the user point at a picture: it is framed under the pointer, a click or Enter takes it, Escape ends.
 * The frame lives in a closed shadow root; nothing of the page is changed.
 */
export function startPicking(hint: string): void {
  stop?.();
  const frame = drawFrame(hint);
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
    tell({ candidates });
  };
  addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      current = pictureAt(clientX, clientY);
      frame.show(current);
    },
    options,
  );
  addEventListener('click', take, options);
  for (const swallowed of ['pointerdown', 'mousedown', 'pointerup', 'mouseup'] as const) {
    addEventListener(swallowed, (event) => event.stopImmediatePropagation(), options);
  }
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') stop?.();
      else if (event.key === 'Enter') take(event);
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

let stop: (() => void) | undefined;

function pictureAt(x: number, y: number): Element | null {
  return document.elementsFromPoint(x, y).find((element) => candidatesOf(element).length > 0) ?? null;
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

function drawFrame(hint: string) {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(FRAME_STYLE);
  root.adoptedStyleSheets = [sheet];
  const frame = document.createElement('div');
  frame.className = 'frame';
  const label = document.createElement('div');
  label.className = 'label';
  label.textContent = hint;
  label.setAttribute('role', 'status');
  root.append(frame, label);
  document.documentElement.append(host);
  return {
    show(element: Element | null) {
      const box = element?.getBoundingClientRect();
      frame.style.cssText = box
        ? `transform:translate(${box.x}px,${box.y}px);width:${box.width}px;height:${box.height}px;display:block`
        : 'display:none';
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

function tell(request: Picked): void {
  void browser.runtime.sendMessage({ touchstone: 'fromContent', name: 'picked', request });
}

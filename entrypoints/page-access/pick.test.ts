// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const told: unknown[] = [];
vi.mock('wxt/browser', () => ({
  browser: { runtime: { sendMessage: async (message: unknown) => void told.push(message) } },
}));

const { startPicking, stopPicking } = await import('./pick');

const HINTS = { pick: 'Point at a picture', elsewhere: 'Use the menu there' };
const PICTURE = 'https://shop.example/small.jpg';
let drawn: ShadowRoot | undefined;

beforeEach(() => {
  told.length = 0;
  document.body.innerHTML = `<img src="${PICTURE}"><p></p><iframe src="https://ads.example/a"></iframe>`;
  vi.spyOn(HTMLIFrameElement.prototype, 'contentDocument', 'get').mockReturnValue(null as never);
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, how) {
    drawn = attach.call(this, how);
    return drawn;
  });
});

afterEach(() => {
  stopPicking();
  vi.restoreAllMocks();
});

const hint = () => drawn?.querySelector('.label')?.textContent;

/** What a browser does when the mouse is over an element. */
function mouse(type: string, selector: string): void {
  const under = document.querySelector(selector);
  if (!under) throw new Error(`nothing is ${selector}`);
  document.elementsFromPoint = () => [under, document.body];
  under.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX: 1, clientY: 1 }));
}

describe('pointing at a picture', () => {
  it('takes the one that is clicked, also when the pointer was there from the start', () => {
    startPicking(HINTS, []);
    mouse('click', 'img');
    expect(told).toMatchObject([{ name: 'picked', request: { candidates: [{ url: PICTURE }] } }]);
  });

  it('goes on when what is clicked is no picture', () => {
    startPicking(HINTS, []);
    mouse('click', 'p');
    expect(told).toEqual([]);
    mouse('click', 'img');
    expect(told).toHaveLength(1);
  });

  it('says what to do over a frame of another host, unless that lets us in', () => {
    startPicking(HINTS, []);
    mouse('pointerover', 'iframe');
    expect(hint()).toBe(HINTS.elsewhere);
    mouse('pointermove', 'p');
    expect(hint()).toBe(HINTS.pick);
    startPicking(HINTS, ['https://ads.example']);
    mouse('pointerover', 'iframe');
    expect(hint()).toBe(HINTS.pick);
  });

  it('tells the other frames when it is ended', () => {
    startPicking(HINTS, []);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(told).toMatchObject([{ name: 'pickEnded' }]);
    mouse('click', 'img');
    expect(told).toHaveLength(1);
  });
});

/** Functions that run inside a page: each must stand alone, for its text is sent there. */

/** A pattern as it travels into a page: `exact` is compared with the whole name, `pattern` is a RegExp's source. */
export type Wanted = { readonly exact: string } | { readonly pattern: string; readonly flags: string };

export function wanted(name: string | RegExp): Wanted {
  return typeof name === 'string' ? { exact: name } : { pattern: name.source, flags: name.flags };
}

/**
 * The first control that can be seen and has the name, as a screen reader would say it: `aria-labelledby`,
 * `aria-label`, the field's label, its own text, its title. What lies behind a dialog is not found.
 */
export function findControl(wanted: Wanted, kind: 'any' | 'field' | 'file'): Element | null {
  const selectors = {
    any: 'a[href], button, summary, input, select, textarea, [role], [tabindex]',
    field: 'input:not([type=file]), textarea, select, [role=textbox], [role=combobox]',
    file: 'input[type=file]',
  };
  const squeeze = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const byId = (ids: string) =>
    ids
      .split(/\s+/)
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
  const nameOf = (element: Element) => {
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
    return [
      byId(element.getAttribute('aria-labelledby') ?? ''),
      element.getAttribute('aria-label'),
      labels.map((label) => label.textContent).join(' '),
      element instanceof HTMLElement ? element.innerText : element.textContent,
      element.getAttribute('title'),
      element.getAttribute('placeholder'),
    ]
      .map(squeeze)
      .find((name) => name !== '');
  };
  const matches = (name = '') =>
    'exact' in wanted ? name === wanted.exact : new RegExp(wanted.pattern, wanted.flags).test(name);
  const canBeSeen = (element: Element) =>
    kind === 'file' || element.checkVisibility({ visibilityProperty: true });
  const controls = [...document.querySelectorAll(selectors[kind])].filter(
    (element) =>
      canBeSeen(element) && !element.closest('[aria-hidden=true], [inert]') && matches(nameOf(element)),
  );
  return (
    controls.find((element) => element.matches('a, button, summary, input, select, textarea')) ??
    controls[0] ??
    null
  );
}

/** Hands a file to the page as a drop or a paste does, for browsers whose driver cannot do it from outside. */
export function giveFile(how: 'drop' | 'paste', name: string, type: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
  if (how === 'paste') {
    const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    // Firefox makes the event's clipboard itself, and empty.
    Object.defineProperty(paste, 'clipboardData', { value: transfer });
    (document.activeElement ?? document.body).dispatchEvent(paste);
    return;
  }
  for (const step of ['dragenter', 'dragover', 'drop']) {
    middle.dispatchEvent(new DragEvent(step, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}

/** What a browser tells an extension about the element whose context menu was opened, and where its middle is. */
export interface MenuContext {
  readonly srcUrl: string | null;
  readonly linkUrl: string | null;
  readonly mediaType: 'image' | 'video' | 'audio' | null;
  readonly x: number;
  readonly y: number;
}

export function menuContext(selector: string): MenuContext {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`Nothing matches ${selector}`);
  element.scrollIntoView({ block: 'center' });
  const box = element.getBoundingClientRect();
  const image = element instanceof HTMLImageElement;
  const media = element instanceof HTMLMediaElement;
  return {
    srcUrl: image || media ? element.currentSrc || null : null,
    linkUrl: element.closest('a')?.href ?? null,
    mediaType: image ? 'image' : element instanceof HTMLVideoElement ? 'video' : media ? 'audio' : null,
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  };
}

/** Where the content of a frame begins in the page, in CSS pixels of the viewport. */
export function frameCorner(selector: string): { x: number; y: number } {
  const frame = document.querySelector(selector);
  if (!frame) throw new Error(`Nothing matches ${selector}`);
  frame.scrollIntoView({ block: 'center' });
  const box = frame.getBoundingClientRect();
  return { x: box.x + frame.clientLeft, y: box.y + frame.clientTop };
}

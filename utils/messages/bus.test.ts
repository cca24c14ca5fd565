import { beforeEach, describe, expect, it, vi } from 'vitest';

const OWN = 'chrome-extension://abcdef/';

type Listener = (message: unknown, sender: unknown, respond: (reply: unknown) => void) => boolean;
const listeners: Listener[] = [];
const sent: unknown[] = [];
let reply: unknown;

vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {
      id: 'abcdef',
      getURL: () => OWN,
      onMessage: { addListener: (listener: Listener) => listeners.push(listener) },
      sendMessage: async (message: unknown) => {
        sent.push(message);
        return reply;
      },
    },
  },
}));

const cancel = vi.fn(async () => undefined);
const picked = vi.fn(async () => undefined);

/** Sends as the browser would: to the one listener, with a sender that the browser vouches for. */
function arrive(message: object, sender: object): Promise<unknown> | 'ignored' {
  const [listener] = listeners;
  if (!listener) throw new Error('nobody listens');
  let ignored = true;
  const answered = new Promise((resolve) => {
    ignored = !listener(message, sender, resolve);
  });
  return ignored ? 'ignored' : answered;
}

const ownPage = { id: 'abcdef', url: `${OWN}sidepanel.html` };
const webPage = { id: 'abcdef', url: 'https://evil.example/', tab: { id: 7, title: 'Evil' }, frameId: 0 };
const otherExtension = { id: 'zzz', url: 'chrome-extension://zzz/a.html' };
const cancelMessage = { touchstone: 'engine', name: 'cancel', request: { jobId: '1' } };

beforeEach(async () => {
  vi.resetModules();
  listeners.length = 0;
  sent.length = 0;
  cancel.mockClear();
  picked.mockClear();
  const { receive } = await import('./bus');
  receive('engine', { cancel } as never);
  receive('fromContent', { picked, pickEnded: async () => undefined });
});

describe('who may ask what', () => {
  it('our own pages may ask the engine', async () => {
    expect(await arrive(cancelMessage, ownPage)).toEqual({ answer: null });
    expect(cancel).toHaveBeenCalledWith({ jobId: '1' }, expect.anything());
  });

  it('our script inside a web page may say only what is meant for it', async () => {
    expect(arrive(cancelMessage, webPage)).toBe('ignored');
    expect(cancel).not.toHaveBeenCalled();
    await arrive({ touchstone: 'fromContent', name: 'picked', request: { candidates: [] } }, webPage);
    expect(picked).toHaveBeenCalledWith(
      { candidates: [] },
      { tabId: 7, frameId: 0, url: webPage.url, title: 'Evil' },
    );
  });

  it('other extensions, and addresses that only look like ours, may ask nothing', () => {
    expect(arrive(cancelMessage, otherExtension)).toBe('ignored');
    expect(arrive(cancelMessage, { id: 'abcdef', url: 'https://abcdef/', tab: { id: 1 } })).toBe('ignored');
    expect(arrive({ touchstone: 'fromContent', name: 'picked', request: {} }, otherExtension)).toBe(
      'ignored',
    );
  });

  it('what is no message of ours, or has no handler, is left to others', () => {
    expect(arrive({ hello: 1 }, ownPage)).toBe('ignored');
    expect(arrive({ touchstone: 'engine', name: 'constructor', request: {} }, ownPage)).toBe('ignored');
  });
});

describe('a handler that fails', () => {
  it('says why, with the words for the user where there are some', async () => {
    cancel.mockRejectedValueOnce(new Error('There is no job 1'));
    expect(await arrive(cancelMessage, ownPage)).toEqual({ error: 'There is no job 1' });
    const said = { key: 'models.wrong' };
    cancel.mockRejectedValueOnce(Object.assign(new Error('wrong'), { said, detail: 'off by 3' }));
    expect(await arrive(cancelMessage, ownPage)).toEqual({
      error: 'wrong',
      told: { said, detail: 'off by 3' },
    });
  });
});

describe('ask', () => {
  it('takes no detour within one process', async () => {
    const { ask } = await import('./bus');
    await ask('engine', 'cancel', { jobId: '2' });
    expect(cancel).toHaveBeenCalledWith({ jobId: '2' }, {});
    expect(sent).toEqual([]);
  });

  it('rejects with what went wrong on the other side, and when nobody is there', async () => {
    const { ask } = await import('./bus');
    reply = { error: 'There is no job 3' };
    await expect(ask('background', 'isGranted', { url: 'https://a.example' })).rejects.toThrow(
      'There is no job 3',
    );
    reply = { error: 'tiny: wrong', told: { said: { key: 'models.wrong' }, detail: 'off by 3' } };
    await expect(ask('background', 'isGranted', { url: 'https://a.example' })).rejects.toMatchObject({
      message: 'tiny: wrong',
      said: { key: 'models.wrong' },
      detail: 'off by 3',
    });
    reply = undefined;
    await expect(ask('background', 'isGranted', { url: 'https://a.example' })).rejects.toThrow(
      'Nobody answered',
    );
  });
});

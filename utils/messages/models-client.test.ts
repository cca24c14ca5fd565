import { beforeEach, describe, expect, it, vi } from 'vitest';

type Call = { readonly name: string; readonly request: unknown };
type Heard = (request: unknown) => void;

const calls: Call[] = [];
let answer: (call: Call) => unknown;
const heard: Record<string, Heard>[] = [];

vi.mock('./bus', () => ({
  ask: async (_to: string, _name: string, call: Call) => {
    calls.push(call);
    return answer(call);
  },
  receive: (_to: string, handlers: Record<string, Heard>) => heard.push(handlers),
}));

const { createModelsClient } = await import('./models-client');
const client = createModelsClient();

beforeEach(() => {
  calls.length = 0;
  answer = () => undefined;
});

describe('the models of a page', () => {
  it('hands a pack over as an address that is open until it has been read', async () => {
    let read = '';
    answer = async ({ request }) => {
      read = await (await fetch((request as { blobUrl: string }).blobUrl)).text();
      return 'tiny';
    };
    expect(await client.importPack(new Blob(['a pack']))).toBe('tiny');
    expect(read).toBe('a pack');
    const [{ request } = { request: null }] = calls;
    await expect(fetch((request as { blobUrl: string }).blobUrl)).rejects.toThrow();
  });

  it('reads an export and tells the engine that its address may be closed', async () => {
    const blobUrl = URL.createObjectURL(new Blob(['a pack']));
    answer = () => blobUrl;
    expect(await (await client.exportPack('tiny')).text()).toBe('a pack');
    expect(calls).toEqual([
      { name: 'modelExportPack', request: { id: 'tiny' } },
      { name: 'blobTaken', request: { blobUrl } },
    ]);
    URL.revokeObjectURL(blobUrl);
  });

  it('hears of every change, beside the jobs of the same page, until it has heard enough', () => {
    const listener = vi.fn();
    const stop = client.watch(listener);
    createModelsClient().watch(() => undefined);
    expect(heard).toHaveLength(1);
    heard[0]?.modelsChanged?.(undefined);
    heard[0]?.jobChanged?.({ job: {} });
    stop();
    heard[0]?.modelsChanged?.(undefined);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

import type { ModelsClient } from '../inference/model-status';
import { ask } from './bus';
import { takeBlob } from './engine-blob';
import { onNews } from './page-news';
import type { AnswerOf, EngineCall, RequestOf } from './table';

/** The models of the engine as a page of ours sees them. The engine is woken to answer. */
export function createModelsClient(): ModelsClient {
  return {
    list: () => call('modelsList', undefined),
    readCard: (id) => call('modelReadCard', { id }),
    suspend: (id) => call('modelSuspend', { id }),
    resume: (id) => call('modelResume', { id }),
    rollBack: (id) => call('modelRollBack', { id }),
    test: (id) => call('modelTest', { id }),
    setLimits: (id, limits) => call('modelSetLimits', { id, limits }),
    async importPack(pack) {
      const blobUrl = URL.createObjectURL(pack);
      try {
        return await call('modelImportPack', { blobUrl });
      } finally {
        URL.revokeObjectURL(blobUrl);
      }
    },
    exportPack: async (id) => takeBlob(await call('modelExportPack', { id })),
    remove: (id) => call('modelRemove', { id }),
    watch: (listener) => onNews('modelsChanged', () => listener()),
  };
}

type Name = Extract<EngineCall['name'], `model${string}`>;

function call<Called extends Name>(
  name: Called,
  request: RequestOf<'engine', Called>,
): Promise<AnswerOf<'engine', Called>> {
  // The table pairs each name with its request and its answer.
  return ask('background', 'callEngine', { name, request } as EngineCall) as Promise<
    AnswerOf<'engine', Called>
  >;
}

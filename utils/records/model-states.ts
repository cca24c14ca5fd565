import { KEPT_INPUTS, type ModelStateStore } from '../inference/model-store';
import type { Records } from './database';
import { keeping } from './storage-error';

/** States, counts and tests of the models, and the inputs that their versions are compared by. */
export function createModelStates(records: Records): ModelStateStore {
  const { modelStates, modelInputs } = records;
  return {
    readAll: () => modelStates.toArray(),
    write: (record) =>
      keeping(async () => {
        await modelStates.put(record);
      }),
    remove: (id) =>
      keeping(() =>
        records.transaction('rw', modelStates, modelInputs, async () => {
          await modelStates.delete(id);
          await modelInputs.where('model').equals(id).delete();
        }),
      ),
    async lastInputs(id) {
      const rows = await modelInputs.where('model').equals(id).reverse().toArray();
      return rows.map(({ kept }) => kept);
    },
    keepInput: (model, kept) =>
      keeping(() =>
        records.transaction('rw', modelInputs, async () => {
          await modelInputs.where('[model+key]').equals([model, kept.key]).delete();
          await modelInputs.add({ model, key: kept.key, kept });
          const oldestFirst = await modelInputs.where('model').equals(model).primaryKeys();
          await modelInputs.bulkDelete(oldestFirst.slice(0, -KEPT_INPUTS));
        }),
      ),
  };
}

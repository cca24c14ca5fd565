import { BUILT_IN_MODELS } from '../../models/built-in';
import { ModelService } from '../../utils/inference/model-service';
import { type Handlers, tellPages } from '../../utils/messages/bus';
import { describeDevice } from '../../utils/platform/describe-device';
import type { Records } from '../../utils/records/database';
import { createModelCatalogue } from '../../utils/records/model-catalogue';
import { createModelStates } from '../../utils/records/model-states';
import ModelWorker from './model-worker?worker';
import type { RulesInForce } from './rules-in-force';

/** The models of this browser. Pages are told of every change, at most so often. */
export function createModels(records: Records, rules: RulesInForce): ModelService {
  const models = new ModelService({
    catalogue: createModelCatalogue(records, BUILT_IN_MODELS),
    store: createModelStates(records),
    startWorker: () => new ModelWorker(),
    describeDevice,
    async settings() {
      const { idleSeconds, keepHistory } = (await rules.read()).settings;
      return { idleSeconds, keepInputs: keepHistory };
    },
  });
  let telling = false;
  models.watch(() => {
    if (telling) return;
    telling = true;
    setTimeout(() => {
      telling = false;
      tellPages('modelsChanged', undefined);
    }, TELL_EVERY_MS);
  });
  return models;
}

/** A scan of a page changes the counts many times a second. */
const TELL_EVERY_MS = 300;

export type ModelHandlers = Pick<Handlers<'engine'>, Extract<keyof Handlers<'engine'>, `model${string}`>>;

/** What the Models page asks. A model that is tested keeps the engine awake by itself. */
export function modelHandlers(models: ModelService, touch: () => void): ModelHandlers {
  const awake = <Request, Answer>(answer: (request: Request) => Answer) => {
    return (request: Request): Answer => {
      touch();
      return answer(request);
    };
  };
  return {
    modelsList: awake(() => models.list()),
    modelReadCard: awake(({ id }: ModelId) => models.readCard(id)),
    modelSuspend: awake(({ id }: ModelId) => models.suspend(id)),
    modelResume: awake(({ id }: ModelId) => models.resume(id)),
    modelRollBack: awake(({ id }: ModelId) => models.rollBack(id)),
    modelTest: awake(({ id }: ModelId) => models.test(id)),
    modelSetLimits: awake(({ id, limits }: Parameters<ModelHandlers['modelSetLimits']>[0]) =>
      models.setLimits(id, limits),
    ),
    modelImportPack: awake(async ({ blobUrl }: { readonly blobUrl: string }) =>
      models.importPack(await (await fetch(blobUrl)).blob()),
    ),
    modelExportPack: awake(async ({ id }: ModelId) => URL.createObjectURL(await models.exportPack(id))),
    modelRemove: awake(({ id }: ModelId) => models.remove(id)),
  };
}

interface ModelId {
  readonly id: string;
}

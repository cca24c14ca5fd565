import { type ModelAnswer, ModelError, type ModelInput, type ModelRunner } from '../inference/model-runner';
import type { OnTrial } from '../inference/trial-watch';
import type { FromLaneWorker, ToLaneWorker } from './lane';

/** The models as a check in a lane's worker sees them: the engine page runs them, and is asked by message. */
export class ModelsInWorker implements ModelRunner {
  private readonly waiting = new Map<
    number,
    {
      readonly resolve: (answer: ModelAnswer) => void;
      readonly reject: (error: ModelError) => void;
      readonly onTrial: OnTrial;
    }
  >();
  private lastId = 0;

  constructor(private readonly post: (message: FromLaneWorker) => void) {}

  /** The numbers are copied: a check goes on to use them, and another model may want the same. */
  run(
    modelId: string,
    inputs: readonly ModelInput[],
    onTrial: OnTrial = () => undefined,
  ): Promise<ModelAnswer> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, onTrial });
      this.post({ ask: { id, modelId, inputs } });
    });
  }

  settle(message: Extract<ToLaneWorker, { asked: number }>): void {
    const waiting = this.waiting.get(message.asked);
    if ('testing' in message) {
      waiting?.onTrial(message.testing);
      return;
    }
    this.waiting.delete(message.asked);
    const { reply } = message;
    if ('answer' in reply) {
      waiting?.resolve(reply.answer);
    } else {
      const { code, modelId, said, detail } = reply.failure;
      waiting?.reject(new ModelError(code, modelId, said, detail));
    }
  }
}

import { type ModelAnswer, ModelError } from '../../inference/model-runner';
import type { Tensor, Tensors } from '../../inference/tensor';
import { phrase } from '../../words/phrase';
import type { CheckContext } from '../check';
import type { Asked } from './scale';
import { TOKENIZER_SHA256 } from './tokenizer';
import type { TextWindow } from './windows';

/** A model of texts, and what it makes of a window. */
export interface TextModel {
  readonly id: string;
  readonly tensorOf: (window: TextWindow) => Tensor;
}

/** What a model says of every window. `key` is the text's. Rejects when the check is aborted. */
export async function ask(
  { id, tensorOf }: TextModel,
  windows: readonly TextWindow[],
  key: string,
  { signal, tools }: CheckContext,
): Promise<Asked> {
  const outputs: Tensors[] = [];
  let answer: ModelAnswer | undefined;
  try {
    for (let from = 0; from < windows.length; from += AT_ONCE) {
      signal.throwIfAborted();
      const inputs = windows
        .slice(from, from + AT_ONCE)
        .map((window) => ({ key: `${key} ${window.start}`, tensor: tensorOf(window) }));
      answer = await tools.models.run(id, inputs);
      refuseOtherTokenizer(answer);
      outputs.push(...answer.outputs);
    }
  } catch (error) {
    if (error instanceof ModelError && error.code !== 'cancelled') return error;
    throw error;
  }
  if (!answer) throw new Error('There is no window to look at');
  return { ...answer, outputs };
}

/** So many windows, and it is looked whether anybody still wants to know. */
const AT_ONCE = 16;

function refuseOtherTokenizer({ manifest: { id, input } }: ModelAnswer): void {
  if ('tokenizerSha256' in input && input.tokenizerSha256 === TOKENIZER_SHA256) return;
  throw new ModelError('broken', id, phrase('models.broken', { model: id }), 'needs another tokenizer');
}

import { type Phrase, phrase } from '../words/phrase';
import type { HostFailure } from './model-host';
import { ModelError, type ModelFailure } from './model-runner';
import type { ModelLimits } from './model-status';
import type { Suspension } from './model-store';

/* What is said of a model that gives no answer, and of one that is taken out of service. */

/** The error of a run whose worker failed; `suspended` where the model is out of service from now on. */
export function failedRun(
  model: string,
  { code, detail }: HostFailure,
  limits: ModelLimits,
  suspended: boolean,
): ModelError {
  const what = whatFailed(model, code, limits);
  return new ModelError(code, model, suspended ? phrase('models.nowSuspended', { what }) : what, detail);
}

export function isSuspended(model: string, { by, since, why, detail }: Suspension): ModelError {
  const values = { model, since: { date: since }, why };
  const said = by === 'person' ? phrase('models.byPerson', values) : phrase('models.bySelf', values);
  return new ModelError('suspended', model, said, detail);
}

export function isMissing(model: string, detail?: string): ModelError {
  return new ModelError('missing', model, phrase('models.missing', { model }), detail);
}

export function isBroken(model: string, detail: string): ModelError {
  return new ModelError('broken', model, phrase('models.broken', { model }), detail);
}

export function isBusy(model: string): ModelError {
  return new ModelError('busy', model, phrase('models.busy', { model }));
}

/** The error of a head whose encoder gave it nothing; it keeps the encoder's code. */
export function encoderFailed(model: string, { code, modelId, said, detail }: ModelError): ModelError {
  return new ModelError(
    code,
    model,
    phrase('models.encoder', { model, encoder: modelId, why: said }),
    detail,
  );
}

export function encoderOfOtherVersion(
  model: string,
  encoder: { readonly id: string; readonly version: string },
  serving: string,
): ModelError {
  const values = { model, encoder: encoder.id, needed: encoder.version, serving };
  return new ModelError('broken', model, phrase('models.encoderVersion', values));
}

/** Why a model suspends itself; null for failures that leave it in service. */
export function reasonToSuspend(code: ModelFailure, timeoutsInARow: number): Phrase | null {
  if (code === 'wrong') return phrase('models.why.wrong');
  if (code === 'broken') return phrase('models.why.broken');
  if (code === 'crashed') return phrase('models.why.crashed');
  if (code === 'timeout' && timeoutsInARow >= TIMEOUTS_TO_SUSPEND) {
    return phrase('models.why.timeout', { times: TIMEOUTS_TO_SUSPEND });
  }
  return null;
}

/** After so many runs in a row that gave no answer in time, a model suspends itself. */
const TIMEOUTS_TO_SUSPEND = 3;

function whatFailed(model: string, code: ModelFailure, limits: ModelLimits): Phrase {
  switch (code) {
    case 'timeout':
      return phrase('models.timeout', { model });
    case 'memory':
      return phrase('models.memory', { model, limit: limits.memoryMegabytes });
    case 'crashed':
      return phrase('models.crashed', { model });
    case 'wrong':
      return phrase('models.wrong', { model });
    case 'cancelled':
      return phrase('models.cancelled', { model });
    case 'missing':
      return phrase('models.noBackend', { model });
    default:
      return phrase('models.broken', { model });
  }
}

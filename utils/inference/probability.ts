import type { Manifest } from './manifest';
import type { Tensors } from './tensor';

/** The calibrated probability that one answer of an estimating model stands for; null where the model gives none. */
export function probabilityOf(outputs: Tensors, { outputs: [first], calibration }: Manifest): number | null {
  const logit = first && outputs[first.name]?.data[0];
  if (calibration.method === 'none' || logit === undefined) return null;
  return logistic(calibration.slope * logit + calibration.intercept);
}

/** From any number to one between 0 and 1. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

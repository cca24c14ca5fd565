/** What a generator left about how it made a picture. Text as the generator wrote it. */
export interface GenerationDetails {
  readonly prompt?: string;
  readonly seed?: string;
  readonly model?: string;
  readonly sampler?: string;
  /** Everything else, as name and value. */
  readonly parameters?: readonly (readonly [string, string])[];
}

/** Parameters that are kept; more than any generator's form has. */
const MAX_PARAMETERS = 60;

/** Leaves out what is not there, and does not list a named detail as a parameter again. */
export function details(
  found: {
    readonly [Name in keyof GenerationDetails]?: GenerationDetails[Name] | undefined;
  },
): GenerationDetails {
  const { prompt, seed, model, sampler, parameters = [] } = found;
  const named = new Set([prompt, seed, model, sampler]);
  const others = parameters.filter(
    ([name, value]) => value !== '' && !(NAMED.test(name) && named.has(value)),
  );
  return {
    ...(prompt && { prompt }),
    ...(seed && { seed }),
    ...(model && { model }),
    ...(sampler && { sampler }),
    ...(others.length > 0 && { parameters: others.slice(0, MAX_PARAMETERS) }),
  };
}

const NAMED = /^(positive_)?prompt$|^seed$|^model|^sampler|^scheduler$/i;

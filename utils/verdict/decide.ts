import type { Estimate } from '../checks/estimate';
import type { Signal } from '../checks/signal';
import { checkTitle } from '../checks/title';
import { type Phrase, phrase } from '../words/phrase';
import { RULES, type Rule } from './rules';
import type { Verdict } from './verdict';

/**
 * Computes the one answer from all signals of one subject. Pure: the same signals give the same verdict in the
 * panel, the report and the shell. A check that could not run is named in `missing`, and without it
 * "nothing found" is never said.
 */
export function decide(signals: readonly Signal[]): Verdict {
  const supported = RULES.flatMap((rule) => {
    const signal = signals.find(rule.matches);
    return signal ? [{ rule, signal }] : [];
  });
  const missing = unique(
    signals.filter(({ finding }) => finding === 'check-failed').map(({ check }) => check),
  );
  const [first, ...others] = supported;
  if (first) {
    return {
      level: first.rule.level,
      ...estimateOf(first.signal),
      sentence: first.rule.sentence(first.signal),
      why: becauseOf(first.signal),
      also: alsoSupported(first.rule, others),
      missing,
    };
  }
  if (missing.length > 0) return { ...nothingCertain(signals, missing), also: [], missing };
  return { ...nothingFound(signals), also: [], missing };
}

function alsoSupported(decided: Rule, others: readonly { rule: Rule; signal: Signal }[]): Verdict['also'] {
  const levels = new Set([decided.level]);
  return others.flatMap(({ rule, signal }) => {
    if (levels.has(rule.level) || contradictedBy(decided, rule)) return [];
    levels.add(rule.level);
    return [{ level: rule.level, sentence: rule.sentence(signal) }];
  });
}

/**
 * "Signed by … and unchanged" is only said of a picture whose file declares no AI, "cannot be told" of none that is told,
 * and "probably" of none whose file says so itself.
 */
function contradictedBy(decided: Rule, other: Rule): boolean {
  if (decided.level === 'declared-ai' && ['authentic-source', 'likely-ai'].includes(other.level)) return true;
  return other.level === 'inconclusive';
}

function estimateOf({ probability, evidence }: Signal): Pick<Verdict, 'probability' | 'strength'> {
  if (probability === undefined) return {};
  const { strength } = evidence as Partial<Estimate>;
  return { probability, ...(strength && { strength }) };
}

/** An estimate is told with what its number means and whose it is. */
function becauseOf({ check, summary: finding, probability, model, evidence }: Signal): Phrase {
  const because = { check: checkTitle(check), finding };
  const { meaning } = evidence as Partial<Estimate>;
  if (probability === undefined || !meaning || !model) return phrase('verdict.because', because);
  return phrase('verdict.becauseEstimated', {
    ...because,
    probability: { probability },
    meaning,
    model: model.id,
    version: model.version,
  });
}

function nothingCertain(
  signals: readonly Signal[],
  missing: readonly string[],
): Omit<Verdict, 'also' | 'missing'> {
  const pixelsOnly = signals.some(({ reason }) => reason === 'pixels-only');
  const partly = !pixelsOnly && missing.length === 1 && partlyRun(signals);
  if (partly)
    return { level: 'inconclusive', sentence: phrase('verdict.incomplete'), why: becauseOf(partly) };
  return {
    level: 'inconclusive',
    sentence: pixelsOnly ? phrase('verdict.pixelsOnly') : phrase('verdict.incomplete'),
    why: pixelsOnly
      ? phrase('verdict.pixelsOnlyWhy')
      : phrase('verdict.incompleteWhy', { check: checkTitle(missing[0] ?? '') }, missing.length),
  };
}

/** What was missing of a check that could answer otherwise: it says itself how far it came. */
function partlyRun(signals: readonly Signal[]): Signal | undefined {
  const answered = new Set(
    signals.filter(({ finding }) => finding !== 'check-failed').map(({ check }) => check),
  );
  return signals.find(({ finding, check }) => finding === 'check-failed' && answered.has(check));
}

function nothingFound(signals: readonly Signal[]): Omit<Verdict, 'also' | 'missing'> {
  const abstaining = signals.find(({ finding, model }) => finding === 'not-applicable' && model);
  if (abstaining) {
    return {
      level: 'inconclusive',
      sentence: phrase('verdict.outsideModel'),
      why: becauseOf(abstaining),
    };
  }
  const silent = unique(
    signals.filter(({ finding }) => finding === 'not-applicable').map(({ check }) => check),
  );
  const ran = unique(signals.map(({ check }) => check)).length;
  return {
    level: 'no-evidence',
    sentence: phrase('verdict.nothingFound'),
    why:
      silent.length === 0
        ? phrase('verdict.allRan', undefined, ran)
        : phrase('verdict.allRanButSilent', { check: checkTitle(silent[0] ?? ''), ran }, silent.length),
  };
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

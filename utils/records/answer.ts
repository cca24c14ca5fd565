import type { Signal } from '../checks/signal';
import type { Verdict, VerdictLevel } from '../verdict/verdict';
import { englishLanguage } from '../words/english';
import type { Phrase } from '../words/phrase';
import { say } from '../words/say';
import { sayEvidence } from './say-evidence';

/**
 * The verdict in JSON, in the shell's lines and in JSON reports. A contract with whoever reads them: fields are
 * added, never renamed or removed. The words are English.
 */
export interface AnswerVerdict extends Pick<Verdict, 'level' | 'strength' | 'probability' | 'missing'> {
  readonly sentence: string;
  /** The sentence and its reason. */
  readonly why: string;
  readonly also: readonly { readonly level: VerdictLevel; readonly sentence: string }[];
}

/** A signal in JSON. */
export interface AnswerSignal extends Omit<Signal, 'summary' | 'detail'> {
  readonly summary: string;
}

export function answerVerdict({ sentence, why, also, ...rest }: Verdict): AnswerVerdict {
  return {
    ...rest,
    sentence: inEnglish(sentence),
    why: `${asSentence(inEnglish(sentence))} ${asSentence(inEnglish(why))}`,
    also: also.map((other) => ({ level: other.level, sentence: inEnglish(other.sentence) })),
  };
}

export function answerSignal({ summary, evidence, detail: _, ...signal }: Signal): AnswerSignal {
  return { ...signal, summary: inEnglish(summary), evidence: Object(sayEvidence(evidence, englishLanguage)) };
}

export function inEnglish(phrase: Phrase): string {
  return say(phrase, englishLanguage);
}

/** Verdicts that stand alone have no full stop; before another sentence they need one. */
export function asSentence(text: string): string {
  return /[.!?…]["”’»)]?$/.test(text) ? text : `${text}.`;
}

import { textOf } from '../../subject/text/load-text';
import { type Phrase, phrase } from '../../words/phrase';
import type { Check } from '../check';
import type { Found } from '../signal';
import { type HiddenSpan, type HiddenTextFound, type HidingWay, WAY_NAMES } from './evidence';
import { findHiddenMarkup } from './hidden-markup';
import { findInvisibleRuns } from './invisible-runs';
import { findLookAlikes } from './look-alikes';
import { findReordering } from './reordering';

/** Finds what a text hides from its reader. It says nothing of who or what wrote it. The README has the figures. */
export const hiddenText: Check = {
  id: 'hidden-text',
  kinds: ['text'],
  reads: 'file',
  lane: 'metadata',
  async run(subject) {
    const spans = findHidden(textOf(subject));
    const hidden = spans.filter(({ type }) => type !== 'c2pa-text');
    const [first] = hidden;
    const found: Found<HiddenTextFound>[] = [];
    if (first) {
      const summary = summaryOf(first, hidden);
      found.push({ finding: 'hidden-text', basis: 'declared', summary, evidence: evidenceOf(hidden) });
    }
    const wrapper = spans.filter(({ type }) => type === 'c2pa-text');
    if (wrapper.length > 0) {
      const summary = phrase('checks.hiddenText.c2pa');
      found.push({ finding: 'origin-stated', basis: 'declared', summary, evidence: evidenceOf(wrapper) });
    }
    if (found.length > 0) return found;
    return [
      {
        finding: 'none',
        basis: 'declared',
        summary: phrase('checks.hiddenText.none'),
        evidence: { spans: [] },
      },
    ];
  },
};

/** Every place where something is hidden, in the order of the text. */
export function findHidden(text: string): readonly HiddenSpan[] {
  return [
    ...findInvisibleRuns(text),
    ...findReordering(text),
    ...findLookAlikes(text),
    ...findHiddenMarkup(text),
  ].sort((one, other) => one.start - other.start);
}

/** More places than these are counted, not listed: a text of a million hidden characters must not fill a panel. */
const MOST_LISTED = 500;

function evidenceOf(spans: readonly HiddenSpan[]): HiddenTextFound {
  const more = spans.length - MOST_LISTED;
  return { spans: spans.slice(0, MOST_LISTED), ...(more > 0 && { more }) };
}

function summaryOf(first: HiddenSpan, hidden: readonly HiddenSpan[]): Phrase {
  const message = hidden.find(({ decoded }) => decoded !== undefined)?.decoded;
  if (message !== undefined) {
    const shown = message.length > LONGEST_QUOTE ? `${message.slice(0, LONGEST_QUOTE)}…` : message;
    return phrase('checks.hiddenText.message', { message: shown });
  }
  const way = phrase(WAY_NAMES[first.type as HidingWay]);
  return phrase('checks.hiddenText.places', { way }, hidden.length);
}

const LONGEST_QUOTE = 120;

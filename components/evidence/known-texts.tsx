import { useState } from 'react';
import type {
  CopiedSpan,
  TextFingerprintFound,
  TextMatch,
} from '../../utils/checks/fingerprint/text/evidence';
import { Button } from '../kit/button';
import { Fact, Facts } from '../kit/facts';
import { Foreign, Verbatim } from '../kit/verbatim';
import { LABEL_NAMES } from '../library/label-names';
import { useFormat, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { LongText } from './long-text';

/** Each text of the library that this one is a copy of, with the passages that come from it. The text itself shows them marked. */
export function KnownTextsEvidence({ signal, job }: EvidenceProps) {
  const words = useText();
  const found = signal.evidence as TextFingerprintFound;
  const { matches, spans, hash, librarySize, more = 0 } = found;
  const content = job.subject?.text?.content ?? '';
  return (
    <div className="flex flex-col gap-4">
      {matches.map((match) => (
        <KnownText
          key={match.id}
          match={match}
          length={found.words}
          spans={spans.filter(({ entry }) => entry === match.id)}
          content={content}
        />
      ))}
      {more > 0 && <p>{words('ui.fingerprint.morePassages', {}, more)}</p>}
      <div className="text-small text-soft">
        {matches.some(({ exact }) => !exact) && <p>{words('ui.fingerprint.changes')}</p>}
        {librarySize > 0 && <p>{words('ui.fingerprint.looked', { size: librarySize }, librarySize)}</p>}
        <p>
          {words('ui.fingerprint.hash')} <Verbatim>{hash}</Verbatim>
        </p>
      </div>
    </div>
  );
}

interface KnownTextProps {
  readonly match: TextMatch;
  /** Words of the text that was checked. */
  readonly length: number;
  readonly spans: readonly CopiedSpan[];
  /** The text that was checked, or its beginning. */
  readonly content: string;
}

function KnownText({ match, length, spans, content }: KnownTextProps) {
  const words = useText();
  const format = useFormat();
  const { name, label, added, note, exact, knownWords, knownLength, excerpt } = match;
  return (
    <section className="flex flex-col gap-2">
      <div>
        <h4 className="font-medium">
          <Foreign>{name}</Foreign>
        </h4>
        <p className="text-soft">
          {words('ui.library.labelled', { label: words(LABEL_NAMES[label]), date: format.day(added) })}
        </p>
        {note && (
          <p>
            <Foreign>{note}</Foreign>
          </p>
        )}
      </div>
      {exact && <p>{words('ui.fingerprint.sameWords')}</p>}
      <div className="flex">
        <Facts>
          <Fact name={words('ui.fingerprint.ofKnown')}>
            {words('ui.fingerprint.words', { found: knownWords, of: knownLength })}
          </Fact>
          <Fact name={words('ui.fingerprint.ofThis')}>
            {words('ui.fingerprint.words', { found: match.words, of: length })}
          </Fact>
          <Fact name={words('ui.fingerprint.keptBegins')}>{excerpt && <LongText>{excerpt}</LongText>}</Fact>
        </Facts>
      </div>
      <Passages spans={spans} content={content} />
    </section>
  );
}

/** Passages shown at first. */
const FIRST_PASSAGES = 3;

function Passages({ spans, content }: Pick<KnownTextProps, 'spans' | 'content'>) {
  const words = useText();
  const [all, setAll] = useState(spans.length <= FIRST_PASSAGES);
  if (spans.length === 0) return null;
  return (
    <>
      <p className="text-small text-soft">{words('ui.fingerprint.passages', {}, spans.length)}</p>
      <ul className="flex flex-col gap-2">
        {spans.slice(0, all ? undefined : FIRST_PASSAGES).map(({ start, end }) => (
          <li key={start} className="border-s-2 border-accent ps-2">
            {start < content.length && <LongText>{content.slice(start, end)}</LongText>}
            <p className="text-small text-soft">{words('ui.fingerprint.passageAt', { at: start + 1 })}</p>
          </li>
        ))}
      </ul>
      {!all && (
        <Button className="self-start" onClick={() => setAll(true)}>
          {words('ui.fingerprint.showAll', {}, spans.length)}
        </Button>
      )}
    </>
  );
}

import { useState } from 'react';
import { type HiddenSpan, type HiddenTextFound, WAY_NAMES } from '../../utils/checks/hidden-text/evidence';
import { Button } from '../kit/button';
import { Fact, Facts } from '../kit/facts';
import { Verbatim } from '../kit/verbatim';
import { useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { LongText } from './long-text';

/** Places shown at first: more of them say the same. */
const FIRST_PLACES = 10;

/** Every place with the way in which it is hidden, and what it says. They are marked in the text itself, too. */
export function HiddenTextEvidence({ signal }: EvidenceProps) {
  const words = useText();
  const { spans, more = 0 } = signal.evidence as HiddenTextFound;
  const [all, setAll] = useState(spans.length <= FIRST_PLACES);
  return (
    <>
      <ol className="flex flex-col gap-3">
        {spans.slice(0, all ? undefined : FIRST_PLACES).map((span) => (
          <Place key={`${span.start} ${span.type}`} span={span} />
        ))}
      </ol>
      {!all && (
        <Button className="self-start" onClick={() => setAll(true)}>
          {words('ui.hiddenText.showAll', {}, spans.length)}
        </Button>
      )}
      {all && more > 0 && <p className="text-soft">{words('ui.hiddenText.more', {}, more)}</p>}
    </>
  );
}

function Place({ span }: { readonly span: HiddenSpan }) {
  const words = useText();
  const { type, start, characters, decoded, reads } = span;
  return (
    <li>
      <p className="font-medium first-letter:uppercase">
        {words(type === 'c2pa-text' ? 'ui.hiddenText.c2pa' : WAY_NAMES[type])}
      </p>
      <Facts>
        <Fact name={words('ui.hiddenText.says')}>{decoded && <LongText>{decoded}</LongText>}</Fact>
        <Fact name={words('ui.hiddenText.reads')}>{reads && <LongText>{reads}</LongText>}</Fact>
        <Fact name={words('ui.hiddenText.characters')}>
          {characters && <Verbatim>{characters}</Verbatim>}
        </Fact>
        <Fact name={words('ui.hiddenText.place')}>{words('ui.hiddenText.at', { at: start + 1 })}</Fact>
      </Facts>
    </li>
  );
}

import { useState } from 'react';
import { Button } from '../kit/button';
import { Verbatim } from '../kit/verbatim';
import { useText } from '../words/words';

/** Characters shown at first: about eight lines at 320 px. */
const SHOWN = 240;

/** A prompt or another value that may be long, with its own line breaks. The whole of it is one press away. */
export function LongText({ children }: { readonly children: string }) {
  const words = useText();
  const [whole, setWhole] = useState(children.length <= SHOWN);
  return (
    <>
      <span className="block py-0.5 leading-4 whitespace-pre-wrap">
        <Verbatim>{whole ? children : `${children.slice(0, SHOWN)}…`}</Verbatim>
      </span>
      {!whole && (
        <Button look="quiet" className="-ms-3 text-small text-soft" onClick={() => setWhole(true)}>
          {words('ui.metadata.whole')}
        </Button>
      )}
    </>
  );
}

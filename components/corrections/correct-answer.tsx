import { Check, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type AnsweredJob,
  type HumanVerdict,
  humanVerdictOf,
  type KeptPicture,
} from '../../utils/records/human-verdict';
import type { Phrase } from '../../utils/words/phrase';
import { Button } from '../kit/button';
import { Popover } from '../kit/popover';
import { ProblemNote } from '../kit/problem-note';
import { problemFrom, useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { Foreign } from '../kit/verbatim';
import { useServices } from '../services';
import { useText } from '../words/words';
import { type CorrectionDraft, CorrectionForm, type CorrectionWords } from './correction-form';
import { PICTURE_LABEL_NAMES } from './label-names';

/** Lets a person say that an answer is wrong, and what the picture is. What they said of the same picture is changed. */
export function CorrectAnswer({ job }: { readonly job: AnsweredJob }) {
  const words = useText();
  const { humanVerdicts } = useServices();
  const { sha256 } = job.subject;
  const load = useCallback(async () => (await humanVerdicts.get(sha256)) ?? null, [humanVerdicts, sha256]);
  const { value: said } = useLoaded(load, humanVerdicts.watch);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<CorrectionDraft>();
  const [withoutPicture, setWithoutPicture] = useState<Phrase | null>(null);
  const keep = useKeep(job, said);
  const save = async (words: CorrectionWords) => setWithoutPicture(await keep(words));
  // The form goes when what it has kept is there to be shown.
  const [shown, setShown] = useState<string>();
  if (said?.judged !== shown) {
    setShown(said?.judged);
    setDraft(undefined);
  }
  const cancel = () => {
    setDraft(undefined);
    if (!said) setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={words(said ? 'ui.correct.corrected' : 'ui.correct.title')}
      trigger={
        <Button look="quiet" className="-ms-3" {...(said && { icon: Check })}>
          {words(said ? 'ui.correct.corrected' : 'ui.correct.wrong')}
        </Button>
      }
    >
      {said && !draft ? (
        <Kept
          said={said}
          withoutPicture={withoutPicture}
          onChange={() => setDraft(draftOf(said))}
          onRemoved={() => setOpen(false)}
        />
      ) : (
        <CorrectionForm draft={draft ?? NOTHING_SAID} onDraft={setDraft} onSave={save} onCancel={cancel} />
      )}
    </Popover>
  );
}

const NOTHING_SAID: CorrectionDraft = { note: '', keepPicture: false };

function draftOf({ label, note, picture }: HumanVerdict): CorrectionDraft {
  return { label, note, keepPicture: picture !== undefined };
}

/** Keeps what a person says. Answers why the picture that they wanted to keep is not with it, or null. */
function useKeep(job: AnsweredJob, said: HumanVerdict | null | undefined) {
  const { engine, humanVerdicts, settings } = useServices();
  return async ({ keepPicture, ...judgement }: CorrectionWords): Promise<Phrase | null> => {
    let picture: KeptPicture | undefined;
    let withoutPicture: Phrase | null = null;
    if (keepPicture) {
      try {
        picture = said?.picture ?? keptPictureOf(await engine.readPicture(job), job);
      } catch (error) {
        withoutPicture = problemFrom(error).said;
      }
    }
    const { keepHistory: keepOrigin } = await settings.read();
    await humanVerdicts.keep(humanVerdictOf(job, judgement, { keepOrigin, picture }));
    return withoutPicture;
  };
}

function keptPictureOf(bytes: Blob, { subject: { thumbnail } }: AnsweredJob): KeptPicture {
  return { bytes, size: bytes.size, ...(thumbnail !== undefined && { thumbnail }) };
}

interface KeptProps {
  readonly said: HumanVerdict;
  readonly withoutPicture: Phrase | null;
  readonly onChange: () => void;
  readonly onRemoved: () => void;
}

/** What was said, that it is kept here, and the ways to change it or take it back. */
function Kept({ said, withoutPicture, onChange, onRemoved }: KeptProps) {
  const words = useText();
  const { humanVerdicts, openCorrections } = useServices();
  const { run, problem } = useAction();
  const first = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone; a screen reader goes on with what has become of it.
  useEffect(() => first.current?.focus(), []);
  const remove = async () => {
    await humanVerdicts.remove(said.sha256);
    onRemoved();
  };
  return (
    <div className="flex flex-col gap-3">
      <div ref={first} tabIndex={-1} className="flex flex-col gap-1 outline-none">
        <p className="font-medium">
          {words('ui.correct.youSaid', { label: words(PICTURE_LABEL_NAMES[said.label]) })}
        </p>
        {said.note && (
          <p className="whitespace-pre-wrap">
            <Foreign>{said.note}</Foreign>
          </p>
        )}
        <p className="text-soft">
          {words(said.picture ? 'ui.correct.keptWithPicture' : 'ui.correct.kept')}{' '}
          <button type="button" className="text-ink underline underline-offset-2" onClick={openCorrections}>
            {words('ui.correct.all')}
          </button>
        </p>
        {withoutPicture && <p>{words('ui.correct.withoutPicture', { reason: withoutPicture })}</p>}
      </div>
      <ProblemNote problem={problem} />
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={onChange}>{words('ui.correct.change')}</Button>
        <Button icon={Trash2} onClick={() => run(remove)}>
          {words('ui.correct.remove')}
        </Button>
      </div>
    </div>
  );
}

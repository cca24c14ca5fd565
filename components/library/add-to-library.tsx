import { Check, LibraryBig } from 'lucide-react';
import { useId, useState } from 'react';
import type { Job, SubjectSummary } from '../../utils/jobs/job';
import { mainSignal } from '../job/job-facts';
import { Button } from '../kit/button';
import { Dialog } from '../kit/dialog';
import { useServices } from '../services';
import { useText } from '../words/words';
import { EntryForm, type EntryWords } from './entry-form';

export interface AddToLibraryProps {
  readonly job: Job;
  readonly subject: SubjectSummary;
  /** The user has asked for it in a page's menu: the dialog opens by itself, once, while that is fresh. */
  readonly startOpen: boolean;
}

/** Keeps the fingerprint of a picture or a text under a name. Without a fingerprint it says why it cannot. */
export function AddToLibrary({ job, subject, startOpen }: AddToLibraryProps) {
  const words = useText();
  const { library, engine } = useServices();
  const reasonId = useId();
  const { fingerprint } = subject;
  const [open, setOpen] = useState(
    () => startOpen && fingerprint !== undefined && Date.now() - Date.parse(job.created) < FRESH_MILLISECONDS,
  );
  const [added, setAdded] = useState(false);

  if (fingerprint === undefined) {
    return (
      <>
        <Button icon={LibraryBig} aria-disabled aria-describedby={reasonId}>
          {words('ui.library.add')}
        </Button>
        <p id={reasonId} className="order-last w-full text-small text-soft">
          <WhyNot job={job} />
        </p>
      </>
    );
  }
  const keep = async (entry: EntryWords) => {
    const { sha256, thumbnail, kind } = subject;
    const known = { ...entry, sha256, origin: originOf(job, subject) };
    await library.add(
      kind === 'text'
        ? { ...known, kind, ...(await engine.fingerprintText(job.id)) }
        : { ...known, kind: 'image', hash: fingerprint, ...(thumbnail && { thumbnail }) },
    );
    setAdded(true);
    setOpen(false);
  };
  return (
    <>
      <Button icon={added ? Check : LibraryBig} onClick={() => setOpen(true)}>
        <span aria-live="polite">{words(added ? 'ui.library.addedNow' : 'ui.library.add')}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={words('ui.library.addTitle')}
        description={words(subject.kind === 'text' ? 'ui.library.addTextOfText' : 'ui.library.addText')}
      >
        <EntryForm
          initial={{ name: subject.name, label: 'own', note: '' }}
          action={words('ui.library.addAction')}
          onSave={keep}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

/** A panel that is opened later on must not ask again. */
const FRESH_MILLISECONDS = 120_000;

/** The address or the file's name; nothing of a text that was typed, whose first words are kept anyway. */
function originOf({ source }: Job, { readFrom, name }: SubjectSummary): string {
  return source.kind === 'text' ? (source.page?.url ?? '') : (readFrom ?? name);
}

function WhyNot({ job }: { readonly job: Job }) {
  const words = useText();
  const row = job.rows.find(({ check }) => check === 'fingerprint');
  const signal = row && mainSignal(row);
  return signal && (signal.finding === 'not-applicable' || signal.finding === 'check-failed')
    ? words('ui.library.cannotAddBecause', { reason: signal.summary })
    : words('ui.library.cannotAdd');
}

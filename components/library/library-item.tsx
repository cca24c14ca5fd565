import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LibraryEntry } from '../../utils/records/library-entry';
import { IconButton } from '../kit/button';
import { Confirm, Dialog } from '../kit/dialog';
import { ProblemNote } from '../kit/problem-note';
import { Thumbnail } from '../kit/thumbnail';
import { useAction } from '../kit/use-action';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useServices } from '../services';
import { useFormat, useText } from '../words/words';
import { EntryForm, type EntryWords } from './entry-form';
import { LABEL_NAMES } from './label-names';

/** One kept picture or text, with what the user wrote about it. */
export function LibraryItem({ entry }: { readonly entry: LibraryEntry }) {
  const words = useText();
  const format = useFormat();
  return (
    <li className="flex flex-wrap items-start gap-3 border-t border-line py-2 2xs:flex-nowrap">
      <Thumbnail
        source={entry.kind === 'image' ? entry.thumbnail : undefined}
        kind={entry.kind}
        alt=""
        className="size-14"
      />
      <div className="min-w-24 flex-1">
        <p className="line-clamp-2 font-medium">
          <Foreign>{entry.name}</Foreign>
        </p>
        {entry.kind === 'text' && entry.excerpt && entry.excerpt !== entry.name && (
          <p className="line-clamp-2 text-soft">
            <Foreign>{entry.excerpt}</Foreign>
          </p>
        )}
        {entry.note && (
          <p className="line-clamp-3">
            <Foreign>{entry.note}</Foreign>
          </p>
        )}
        <p className="text-small text-soft">
          {words('ui.library.labelled', {
            label: words(LABEL_NAMES[entry.label]),
            date: format.day(entry.added),
          })}
        </p>
        {entry.kind === 'text' && (
          <p className="text-small text-soft">
            {words('ui.library.words', { count: entry.words }, entry.words)}
          </p>
        )}
        {entry.origin && (
          <p className="line-clamp-2 text-small text-soft">
            <Verbatim>{entry.origin}</Verbatim>
          </p>
        )}
      </div>
      <div className="flex flex-col xs:flex-row">
        <EditEntry entry={entry} />
        <RemoveEntry entry={entry} />
      </div>
    </li>
  );
}

function EditEntry({ entry }: { readonly entry: LibraryEntry }) {
  const words = useText();
  const { library } = useServices();
  const [open, setOpen] = useState(false);
  const save = async (changes: EntryWords) => {
    await library.change(entry.id, changes);
    setOpen(false);
  };
  return (
    <>
      <IconButton
        icon={Pencil}
        label={words('ui.library.editNamed', { name: entry.name })}
        onClick={() => setOpen(true)}
      />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={words('ui.library.editTitle')}
        description={words('ui.library.editText')}
      >
        <EntryForm
          initial={entry}
          action={words('ui.library.editAction')}
          onSave={save}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

function RemoveEntry({ entry }: { readonly entry: LibraryEntry }) {
  const words = useText();
  const { library } = useServices();
  const { run, problem } = useAction();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        icon={Trash2}
        label={words('ui.library.removeNamed', { name: entry.name })}
        onClick={() => setAsking(true)}
      />
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.library.removeTitle', { name: entry.name })}
        description={words('ui.library.removeText')}
        action={words('ui.library.removeAction')}
        onConfirm={() => run(() => library.remove(entry.id))}
      />
      <ProblemNote problem={problem} />
    </>
  );
}

import { Download, Upload } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { LIBRARY_LABELS, type LibraryLabel } from '../../utils/checks/check';
import type { ImportResult } from '../../utils/records/library';
import { Button } from '../kit/button';
import { EmptyState } from '../kit/empty-state';
import { Select, TextInput } from '../kit/field';
import { FileButton } from '../kit/file-button';
import { ProblemNote } from '../kit/problem-note';
import { saveFile } from '../kit/save-file';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { useServices } from '../services';
import { useText } from '../words/words';
import { LABEL_NAMES } from './label-names';
import { LibraryItem } from './library-item';

export interface LibraryViewProps {
  /** Goes to where a check is started: entries are added from there. */
  readonly onCheckSomething: () => void;
}

/** The pictures and texts that the user keeps: searched, filtered, edited, exported and imported. */
export function LibraryView({ onCheckSomething }: LibraryViewProps) {
  const words = useText();
  const { library } = useServices();
  const [query, setQuery] = useState('');
  const [label, setLabel] = useState<LibraryLabel>();
  const wanted = useDeferredValue(query.trim());
  const load = useCallback(
    async () => ({ entries: await library.search(wanted, label), count: await library.count() }),
    [library, wanted, label],
  );
  const { value, problem } = useLoaded(load, library.watch);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-1 gap-2 xs:grid-cols-2">
        <TextInput
          type="search"
          aria-label={words('ui.library.search')}
          placeholder={words('ui.library.search')}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
        <Select
          aria-label={words('ui.library.filter')}
          value={label ?? ''}
          onChange={({ target }) => setLabel(LIBRARY_LABELS.find((one) => one === target.value))}
        >
          <option value="">{words('ui.library.allLabels')}</option>
          {LIBRARY_LABELS.map((one) => (
            <option key={one} value={one}>
              {words(LABEL_NAMES[one])}
            </option>
          ))}
        </Select>
      </div>
      <ProblemNote problem={problem} />
      {value?.count === 0 && (
        <EmptyState title={words('ui.library.empty')} text={words('ui.library.emptyText')}>
          <Button look="primary" onClick={onCheckSomething}>
            {words('ui.library.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {value && value.count > 0 && value.entries.length === 0 && (
        <EmptyState title={words('ui.library.noneFound')} text={words('ui.library.noneFoundText')} />
      )}
      {value && value.entries.length > 0 && (
        <section aria-labelledby="library-count">
          <h2 id="library-count" className="mb-1 text-small font-medium text-soft">
            {words('ui.library.count', { count: value.entries.length }, value.entries.length)}
          </h2>
          <ul className="border-b border-line">
            {value.entries.slice(0, MOST_SHOWN).map((entry) => (
              <LibraryItem key={entry.id} entry={entry} />
            ))}
          </ul>
          {value.entries.length > MOST_SHOWN && (
            <p className="pt-2 text-small text-soft">{words('ui.library.cut', { shown: MOST_SHOWN })}</p>
          )}
        </section>
      )}
      <Transfer canExport={(value?.count ?? 0) > 0} />
    </div>
  );
}

/** More than anybody reads; the search finds the others. */
const MOST_SHOWN = 200;

/** Takes the library to another machine and back. */
function Transfer({ canExport }: { readonly canExport: boolean }) {
  const words = useText();
  const { library } = useServices();
  const { run, busy, problem } = useAction();
  const [result, setResult] = useState<ImportResult>();
  const exportAll = () =>
    run(async () => saveFile('touchstone-library.json', 'application/json', await library.exportAll()));
  const importFrom = ([file]: readonly File[]) => {
    if (file) run(async () => setResult(await library.importFrom(await file.text())));
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button icon={Download} disabled={busy || !canExport} onClick={exportAll}>
          {words('ui.library.export')}
        </Button>
        <FileButton icon={Upload} accept=".json,application/json" disabled={busy} onFiles={importFrom}>
          {words('ui.library.import')}
        </FileButton>
      </div>
      <p role="status" className="text-small text-soft">
        {result &&
          words('ui.library.imported', {
            added: result.added,
            there: result.alreadyThere,
            refused: result.refused,
          })}
      </p>
      <ProblemNote problem={problem} />
    </div>
  );
}

import { FileUp, Globe, Trash2 } from 'lucide-react';
import { OFFICIAL_TRUST_LIST } from '../../utils/records/trust-lists';
import { Button, IconButton } from '../kit/button';
import { FileButton } from '../kit/file-button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { Foreign } from '../kit/verbatim';
import { type TrustListSummary, useServices } from '../services';
import { useFormat, useText } from '../words/words';
import { Section } from './section';

/** Whose signatures are trusted. Nothing is on the list, and nothing is fetched, until the user does it. */
export function TrustListsSection() {
  const words = useText();
  const { trustLists } = useServices();
  const { value: lists, problem: readProblem, reload } = useLoaded(trustLists.list, trustLists.watch);
  const { run, busy, problem } = useAction();
  const importFiles = (files: readonly File[]) =>
    run(async () => {
      for (const file of files) await trustLists.importPem(file.name, await file.text());
      reload();
    });
  return (
    <Section title={words('ui.options.trust.title')} text={words('ui.options.trust.text')}>
      {lists?.length === 0 && <p>{words('ui.options.trust.none')}</p>}
      {lists && lists.length > 0 && (
        <ul className="border-b border-line">
          {lists.map((list) => (
            <TrustListItem
              key={list.id}
              list={list}
              onRemove={() => run(() => trustLists.remove(list.id).then(reload))}
            />
          ))}
        </ul>
      )}
      <ProblemNote problem={problem ?? readProblem} />
      <div className="flex flex-wrap gap-2">
        <FileButton
          icon={FileUp}
          accept=".pem,.crt,.cer,.txt,application/x-pem-file"
          multiple
          disabled={busy}
          onFiles={importFiles}
        >
          {words('ui.options.trust.import')}
        </FileButton>
        <Button
          icon={Globe}
          disabled={busy}
          aria-describedby="official-hint"
          onClick={() => run(() => trustLists.fetchOfficial().then(reload))}
        >
          {words('ui.options.trust.fetch')}
        </Button>
      </div>
      <p id="official-hint" className="text-small text-soft">
        {words('ui.options.trust.fetchHint', { host: new URL(OFFICIAL_TRUST_LIST.url).host })}
      </p>
    </Section>
  );
}

interface TrustListItemProps {
  readonly list: TrustListSummary;
  readonly onRemove: () => void;
}

function TrustListItem({ list, onRemove }: TrustListItemProps) {
  const words = useText();
  const format = useFormat();
  return (
    <li className="flex items-start gap-3 border-t border-line py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <Foreign>{list.name}</Foreign>
        </p>
        <p className="text-small text-soft">
          {words('ui.options.trust.certificates', {}, list.certificates)} · {words(SOURCES[list.source])}
          {list.source !== 'policy' && ` · ${format.day(list.added)}`}
        </p>
      </div>
      {list.source !== 'policy' && (
        <IconButton
          icon={Trash2}
          label={words('ui.options.trust.remove', { name: list.name })}
          onClick={onRemove}
        />
      )}
    </li>
  );
}

const SOURCES = {
  file: 'ui.options.trust.fromFile',
  official: 'ui.options.trust.fromOfficial',
  policy: 'ui.options.trust.fromPolicy',
} as const;

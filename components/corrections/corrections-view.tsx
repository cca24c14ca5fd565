import { Download, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { CHECKS } from '../../utils/checks/registry';
import { PICTURE_LABELS, type PictureLabel } from '../../utils/records/human-verdict';
import { Button } from '../kit/button';
import { Confirm } from '../kit/dialog';
import { EmptyState } from '../kit/empty-state';
import { Select } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { saveBlob } from '../kit/save-file';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { useServices } from '../services';
import { sayCheckTitle } from '../words/check-title';
import { useSay, useText } from '../words/words';
import { CorrectionItem } from './correction-item';
import { PICTURE_LABEL_NAMES } from './label-names';

interface Filter {
  readonly label?: PictureLabel | undefined;
  readonly check?: string | undefined;
}

/** Answers that were called wrong: filtered, exported and deleted. */
export function CorrectionsView() {
  const words = useText();
  const { humanVerdicts } = useServices();
  const [filter, setFilter] = useState<Filter>({});
  const load = useCallback(
    async () => ({
      ...(await humanVerdicts.list({ ...filter, limit: MOST_SHOWN })),
      kept: await humanVerdicts.count(),
    }),
    [humanVerdicts, filter],
  );
  const { value, problem } = useLoaded(load, humanVerdicts.watch);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{words('ui.corrections.text')}</p>
      <ProblemNote problem={problem} />
      {value?.kept.all === 0 && (
        <EmptyState title={words('ui.corrections.empty')} text={words('ui.corrections.emptyText')} />
      )}
      {value && value.kept.all > 0 && (
        <>
          <Filters filter={filter} onFilter={setFilter} />
          {value.count === 0 ? (
            <EmptyState
              title={words('ui.corrections.noneFound')}
              text={words('ui.corrections.noneFoundText')}
            />
          ) : (
            <section aria-labelledby="corrections-count">
              <h2 id="corrections-count" className="mb-1 text-small font-medium text-soft">
                {words('ui.corrections.count', { count: value.count }, value.count)}
              </h2>
              <ul className="border-b border-line">
                {value.newest.map((said) => (
                  <CorrectionItem key={said.sha256} said={said} />
                ))}
              </ul>
              {value.count > MOST_SHOWN && (
                <p className="pt-2 text-small text-soft">
                  {words('ui.corrections.cut', { shown: MOST_SHOWN })}
                </p>
              )}
            </section>
          )}
          <Transfer withPictures={value.kept.pictures > 0} />
        </>
      )}
    </div>
  );
}

/** More than anybody reads; the filters find the others. */
const MOST_SHOWN = 200;

interface FiltersProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

function Filters({ filter, onFilter }: FiltersProps) {
  const words = useText();
  const say = useSay();
  return (
    <div className="grid grid-cols-1 gap-2 xs:grid-cols-2">
      <Select
        aria-label={words('ui.corrections.filterLabel')}
        value={filter.label ?? ''}
        onChange={({ target }) =>
          onFilter({ ...filter, label: PICTURE_LABELS.find((one) => one === target.value) })
        }
      >
        <option value="">{words('ui.corrections.allLabels')}</option>
        {PICTURE_LABELS.map((one) => (
          <option key={one} value={one}>
            {words(PICTURE_LABEL_NAMES[one])}
          </option>
        ))}
      </Select>
      <Select
        aria-label={words('ui.corrections.filterCheck')}
        value={filter.check ?? ''}
        onChange={({ target }) => onFilter({ ...filter, check: target.value || undefined })}
      >
        <option value="">{words('ui.corrections.allChecks')}</option>
        {CHECKS.map(({ id }) => (
          <option key={id} value={id}>
            {sayCheckTitle(id, say)}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** Takes all of them, whatever is shown, to where models are trained, or away. */
function Transfer({ withPictures }: { readonly withPictures: boolean }) {
  const words = useText();
  const { humanVerdicts } = useServices();
  const { run, busy, problem } = useAction();
  const [asking, setAsking] = useState(false);
  const exportAs = (name: string, make: () => Promise<Blob>) => run(async () => saveBlob(name, await make()));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          icon={Download}
          disabled={busy}
          onClick={() => exportAs('touchstone-corrections.jsonl', humanVerdicts.exportRecords)}
        >
          {words('ui.corrections.export')}
        </Button>
        {withPictures && (
          <Button
            icon={Download}
            disabled={busy}
            onClick={() => exportAs('touchstone-corrections.zip', humanVerdicts.exportFolder)}
          >
            {words('ui.corrections.exportPictures')}
          </Button>
        )}
        <Button icon={Trash2} disabled={busy} onClick={() => setAsking(true)}>
          {words('ui.corrections.clear')}
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.corrections.clearTitle')}
        description={words('ui.corrections.clearText')}
        action={words('ui.corrections.clearAction')}
        onConfirm={() => run(humanVerdicts.clear)}
      />
      <ProblemNote problem={problem} />
    </div>
  );
}

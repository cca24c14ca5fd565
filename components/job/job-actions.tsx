import { Download, RotateCw } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Job } from '../../utils/jobs/job';
import { reportHtml, reportJson, reportText } from '../../utils/records/report';
import { Button } from '../kit/button';
import { CopyButton } from '../kit/copy-button';
import { MENU_ITEM, Menu } from '../kit/menu';
import { ProblemNote } from '../kit/problem-note';
import { fileNameFrom, saveFile } from '../kit/save-file';
import { useAction } from '../kit/use-action';
import { AddToLibrary } from '../library/add-to-library';
import { useServices } from '../services';
import { useText } from '../words/words';
import { nameOf } from './job-facts';

export interface JobActionsProps {
  readonly job: Job;
  /** The user has already asked, in a page's menu, to keep it. */
  readonly addToLibrary: boolean;
}

/** What can be done with an answer: keep a report, copy it, keep it in the library, ask again. */
export function JobActions({ job, addToLibrary }: JobActionsProps) {
  const words = useText();
  const { engine, language } = useServices();
  const { run, busy, problem } = useAction();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {job.verdict && <SaveReport job={job} />}
        {job.verdict && <CopyButton text={() => reportText(job, language)} />}
        {job.subject && (
          <AddToLibrary key={String(addToLibrary)} job={job} subject={job.subject} startOpen={addToLibrary} />
        )}
        <Button icon={RotateCw} disabled={busy} onClick={() => run(() => engine.again(job.id))}>
          {words('ui.actions.again')}
        </Button>
      </div>
      <ProblemNote problem={problem} />
    </div>
  );
}

function SaveReport({ job }: { readonly job: Job }) {
  const words = useText();
  const { language } = useServices();
  const name = fileNameFrom(`touchstone ${nameOf(job)}`);
  return (
    <Menu trigger={<Button icon={Download}>{words('ui.actions.save')}</Button>}>
      <DropdownMenu.Item
        className={MENU_ITEM}
        onSelect={() => saveFile(`${name}.html`, 'text/html', reportHtml(job, language))}
      >
        {words('ui.actions.saveHtml')}
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className={MENU_ITEM}
        onSelect={() => saveFile(`${name}.json`, 'application/json', reportJson(job))}
      >
        {words('ui.actions.saveJson')}
      </DropdownMenu.Item>
    </Menu>
  );
}

import type { Job, SubjectSummary } from '../../utils/jobs/job';
import { sayDate } from '../../utils/words/say';
import { CopyButton } from '../kit/copy-button';
import { Disclosure } from '../kit/disclosure';
import { Fact, Facts } from '../kit/facts';
import { Verbatim } from '../kit/verbatim';
import { useServices } from '../services';
import { useText } from '../words/words';
import { shortened } from './job-facts';

export interface FileFactsProps {
  readonly job: Job;
  readonly subject: SubjectSummary;
}

/** What identifies the very bytes that were read, for whoever writes an incident down. */
export function FileFacts({ job, subject }: FileFactsProps) {
  const words = useText();
  const { language } = useServices();
  const { kind, readFrom, sha256 } = subject;
  const page = job.source.kind === 'file' ? undefined : job.source.page;
  return (
    <Disclosure title={words(kind === 'text' ? 'ui.text.about' : 'ui.file.title')}>
      <div className="mb-2 flex">
        <Facts>
          <Fact name={words('ui.file.checked')}>{sayDate(job.created, language.locale)}</Fact>
          <Fact name={words('ui.file.readFrom')}>
            {readFrom && <Verbatim>{shortened(readFrom, MAX_ADDRESS)}</Verbatim>}
          </Fact>
          <Fact name={words('ui.file.page')}>
            {page && <Verbatim>{shortened(page.url, MAX_ADDRESS)}</Verbatim>}
          </Fact>
          <Fact name={words(kind === 'text' ? 'ui.text.sha256' : 'ui.file.sha256')}>
            <Verbatim>{sha256}</Verbatim>
          </Fact>
        </Facts>
      </div>
      <CopyButton text={() => sha256} label={words('ui.file.copySha256')} />
    </Disclosure>
  );
}

const MAX_ADDRESS = 500;

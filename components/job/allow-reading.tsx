import { KeyRound } from 'lucide-react';
import type { Job } from '../../utils/jobs/job';
import { Button } from '../kit/button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { useText } from '../words/words';
import { hostOf } from './job-facts';

export interface AllowReadingProps {
  readonly job: Job;
  /** The address whose host is asked for. */
  readonly address: string;
}

/** Asks the browser for one host, and reads the picture again when the user allowed it. */
export function AllowReading({ job, address }: AllowReadingProps) {
  const words = useText();
  const { engine, permissions } = useServices();
  const { run, busy, problem } = useAction();

  // Firefox and Chrome show their prompt only when the request is made inside the click itself.
  const ask = () =>
    run(() =>
      permissions.request(address).then(async (granted) => {
        if (granted) await engine.again(job.id);
      }),
    );
  return (
    <>
      <Button look="primary" icon={KeyRound} disabled={busy} onClick={ask} className="self-start">
        <span>{words('ui.allow.button', { host: hostOf(address) ?? address })}</span>
      </Button>
      <ProblemNote problem={problem} />
    </>
  );
}

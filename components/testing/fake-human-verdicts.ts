import type { Job } from '../../utils/jobs/job';
import type { HumanVerdict } from '../../utils/records/human-verdict';
import { canBeJudged, humanVerdictOf } from '../../utils/records/human-verdict';
import type { HumanVerdicts } from '../../utils/records/human-verdicts';
import type { Called } from './fake-services';
import { samples } from './sample-jobs';

/** What was said of answers, in memory; newest first. */
export function fakeHumanVerdicts(
  first: readonly HumanVerdict[],
  called: Called,
  { tell, watch }: { readonly tell: () => void; readonly watch: HumanVerdicts['watch'] },
): HumanVerdicts {
  let verdicts = [...first];
  const change = (next: readonly HumanVerdict[]) => {
    verdicts = [...next];
    tell();
  };
  const others = (sha256: string) => verdicts.filter((one) => one.sha256 !== sha256);
  return {
    watch,
    async keep(verdict) {
      const { label, note, picture } = verdict;
      called('humanVerdicts.keep', label, note, picture ? `${picture.size} bytes` : 'no picture');
      change([verdict, ...others(verdict.sha256)]);
    },
    get: async (sha256) => verdicts.find((one) => one.sha256 === sha256),
    async list({ label, check, limit }) {
      const fitting = verdicts.filter(
        (one) =>
          (!label || one.label === label) && (!check || one.signals.some((signal) => signal.check === check)),
      );
      return { newest: fitting.slice(0, limit), count: fitting.length };
    },
    count: async () => ({
      all: verdicts.length,
      pictures: verdicts.filter(({ picture }) => picture).length,
    }),
    async remove(sha256) {
      called('humanVerdicts.remove', sha256.slice(0, 4));
      change(others(sha256));
    },
    async clear() {
      called('humanVerdicts.clear');
      change([]);
    },
    exportRecords: async () => new Blob(['records']),
    exportFolder: async () => new Blob(['folder']),
  };
}

const features = {
  encoder: { id: 'image-encoder', version: '1.0.0', sha256: 'ee'.repeat(32) },
  classToken: 'ADwAPA==',
  meanPatchToken: 'ADwAPA==',
};

/** As somebody has them after a while: one with its picture, one of the web, one that says little. */
export const sampleVerdicts: readonly HumanVerdict[] = [
  { ...said(samples.likelyAi, 'aa', 'not-ai', 'My own photograph, of March.', true), features },
  said(samples.known, 'bb', 'ai-edited', '', false),
  said(samples.nothingFound, 'cc', 'unknown', '', false, false),
];

function said(
  job: Job,
  start: string,
  label: HumanVerdict['label'],
  note: string,
  keepPicture: boolean,
  keepOrigin = true,
): HumanVerdict {
  if (!canBeJudged(job)) throw new Error(`${job.id} has no answer`);
  const { thumbnail = '' } = job.subject;
  const picture = keepPicture ? { bytes: new Blob(['bytes']), size: 5, thumbnail } : undefined;
  const verdict = humanVerdictOf(job, { label, note }, { keepOrigin, picture });
  return { ...verdict, sha256: start.repeat(32), judged: '2026-11-25T10:20:00.000Z' };
}

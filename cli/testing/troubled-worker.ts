import { parentPort, workerData } from 'node:worker_threads';
import type { Check } from '../../utils/checks/check';
import type { Found } from '../../utils/checks/signal';
import { phrase } from '../../utils/words/phrase';
import type { WorkerSetup } from '../protocol';
import { serveChecks } from '../serve-checks';

const NOTHING: readonly Found[] = [
  { finding: 'none', basis: 'declared', summary: phrase('report.nothing'), evidence: {} },
];

/** Runs well on every picture but those of one type. */
function check(id: string, trouble: string, meet: () => Promise<never> | never): Check {
  return {
    id,
    kinds: ['image'],
    reads: 'file',
    lane: 'metadata',
    run: async (subject) => (subject.mediaType === trouble ? await meet() : NOTHING),
  };
}

const CHECKS: readonly Check[] = [
  check('before', 'none', () => Promise.reject()),
  check('blocks', 'image/png', () => {
    for (;;);
  }),
  check('waits', 'image/webp', () => new Promise(() => {})),
  check('dies', 'image/gif', () => process.exit(3)),
  check('throws', 'image/tiff', () => Promise.reject(new Error('the reason'))),
  check('after', 'none', () => Promise.reject()),
];

if (parentPort) serveChecks(parentPort, CHECKS, workerData as WorkerSetup);

import type { Driver, Surface } from './driver';
import { until } from './until';

/** The panel in a tab of its own: it shows the same as the side panel, and every driver can use it. */
export function openPanel(driver: Driver): Promise<Surface> {
  return driver.openOwnPage('sidepanel.html');
}

/** The job that a panel shows, as a person reads it. */
export interface ShownJob {
  /** The verdict, or why there is none. */
  readonly sentence: string;
  /** All text of the job, the sentence first. */
  readonly text: string;
  /** One line a check: its name and what it found. */
  readonly rows: readonly string[];
}

/** Does what starts a check, and waits until the panel shows that one's answer. */
export async function answerTo(panel: Surface, start: () => Promise<void>): Promise<ShownJob> {
  const before = await panel.run(readPanel);
  await start();
  return until(
    'the answer of a new check',
    async () => {
      const shown = await panel.run(readPanel);
      return shown?.id !== before?.id && shown && !shown.running && shown;
    },
    { patienceMs: ANSWER_MS, describe: panel.text },
  );
}

/** Longer than a check may take until it is given up, its model's first test on the machine included. */
const ANSWER_MS = 80_000;

/** The job that a panel shows now; null where it shows none. */
function readPanel(): (ShownJob & { id: string; running: boolean }) | null {
  const article = document.querySelector<HTMLElement>('article[data-job]');
  if (!article) return null;
  const textOf = (element: Element | null) =>
    (element instanceof HTMLElement ? element.innerText : '').trim();
  return {
    id: article.dataset.job ?? '',
    running: article.querySelector('[role=progressbar]') !== null,
    sentence: textOf(article.querySelector('h2')),
    text: textOf(article),
    rows: [...article.querySelectorAll(':is(h3, h4) > button')].map((row) =>
      textOf(row).replace(/\n+/g, ': '),
    ),
  };
}

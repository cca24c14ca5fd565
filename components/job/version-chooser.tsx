import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ImageCandidate, Job } from '../../utils/jobs/job';
import { type Phrase, phrase } from '../../utils/words/phrase';
import { MENU_ITEM, Menu } from '../kit/menu';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { Verbatim } from '../kit/verbatim';
import { useServices } from '../services';
import { useSay, useText } from '../words/words';
import { chosenCandidate, shortened } from './job-facts';

/** Says which of the versions that the page offers was read, and lets another one be read. */
export function VersionChooser({ job }: { readonly job: Job }) {
  const say = useSay();
  const words = useText();
  const { engine } = useServices();
  const { run, problem } = useAction();
  const chosen = chosenCandidate(job);
  if (!chosen || job.source.kind !== 'web') return null;
  const { candidates, chosen: chosenIndex } = job.source;
  const read = words('ui.versions.read', { version: versionPhrase(chosen) });
  if (candidates.length === 1) return <p>{read}</p>;
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            className="flex min-h-6 items-center gap-1 rounded-sm text-start underline decoration-edge underline-offset-2"
          >
            {read}
            <ChevronDown aria-hidden className="size-3 shrink-0" />
          </button>
        }
      >
        <DropdownMenu.Label className="px-3 py-1 text-small text-soft">
          {words('ui.versions.others')}
        </DropdownMenu.Label>
        <DropdownMenu.RadioGroup
          value={String(chosenIndex)}
          onValueChange={(index) => run(() => engine.chooseCandidate(job.id, Number(index)))}
        >
          {candidates.map((candidate, index) => (
            <DropdownMenu.RadioItem
              // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is known by its index everywhere
              key={index}
              value={String(index)}
              disabled={index === chosenIndex}
              className={MENU_ITEM}
            >
              <span className="flex min-w-0 flex-col">
                <span>{say(versionPhrase(candidate))}</span>
                <Verbatim className="line-clamp-2 text-soft">
                  {shortened(candidate.url, MAX_ADDRESS)}
                </Verbatim>
              </span>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </Menu>
      <ProblemNote problem={problem} />
    </>
  );
}

function versionPhrase({ version, width }: ImageCandidate): Phrase {
  const name = phrase(VERSION_NAMES[version]);
  return width === undefined ? name : phrase('ui.versions.withWidth', { version: name, width });
}

const VERSION_NAMES = {
  shown: 'ui.versions.shown',
  largest: 'ui.versions.largest',
  linked: 'ui.versions.linked',
  background: 'ui.versions.background',
  'inline-svg': 'ui.versions.inlineSvg',
  poster: 'ui.versions.poster',
  canvas: 'ui.versions.canvas',
  media: 'ui.versions.media',
} as const satisfies Record<ImageCandidate['version'], string>;

const MAX_ADDRESS = 120;

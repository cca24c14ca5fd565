import { FileSearch, MousePointerClick } from 'lucide-react';
import drawing from '../icons/touchstone.svg';
import { Button } from '../kit/button';
import { FileButton } from '../kit/file-button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { useText } from '../words/words';
import { TextIntake } from './text-intake';
import type { FileIntake } from './use-file-intake';

export interface StartProps {
  readonly intake: FileIntake;
  /** Smaller, under a job. */
  readonly compact?: boolean;
}

/** The ways to start a check: drop, paste, choose, type, or point at a picture on the page. */
export function Start({ intake, compact = false }: StartProps) {
  const words = useText();
  const { engine } = useServices();
  const { run, busy, problem } = useAction();
  return (
    <section
      className={
        compact
          ? 'flex flex-col gap-2 border-t border-line pt-4'
          : 'flex flex-col items-center gap-4 rounded-md border border-dashed border-edge px-4 py-12 text-center'
      }
    >
      {!compact && <img src={drawing} alt="" className="size-16" />}
      <h2 className={compact ? 'text-small font-medium text-soft' : 'text-title font-semibold text-balance'}>
        {words(compact ? 'ui.start.another' : 'ui.start.title')}
      </h2>
      {!compact && <p className="max-w-prose text-soft">{words('ui.start.hint')}</p>}
      <div
        className="flex flex-wrap justify-center gap-2 data-[compact=true]:justify-start"
        data-compact={compact}
      >
        <Button
          look={compact ? 'plain' : 'primary'}
          icon={MousePointerClick}
          disabled={busy}
          onClick={() => run(() => engine.pick())}
        >
          {words(compact ? 'ui.start.pickShort' : 'ui.start.pick')}
        </Button>
        <FileButton icon={FileSearch} accept={ACCEPTED} multiple onFiles={intake.take}>
          {words('ui.start.choose')}
        </FileButton>
      </div>
      <TextIntake />
      {compact && <p className="text-small text-soft">{words('ui.start.compactHint')}</p>}
      <ProblemNote problem={problem} />
    </section>
  );
}

/** What the system's file dialog offers; anything else can still be chosen and is answered for. */
const ACCEPTED = 'image/*,video/*,audio/*,.heic,.heif,.avif,.tif,.tiff,.svg,.jxl,.dng,.pdf,.txt,.md';

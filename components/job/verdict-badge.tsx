import { clsx } from 'clsx';
import { LEVEL_SIGNS } from '../../utils/verdict/signs';
import type { VerdictLevel } from '../../utils/verdict/verdict';
import { LEVEL_NAMES } from '../words/levels';
import { useText } from '../words/words';
import { SignDrawing } from './sign-drawing';

export interface VerdictBadgeProps {
  readonly level: VerdictLevel;
  /** Set where the verdict's sentence stands beside it, so that a screen reader does not say it twice. */
  readonly decorative?: boolean;
  readonly className?: string;
}

/** The sign of a verdict in its colour. */
export function VerdictBadge({ level, decorative = false, className }: VerdictBadgeProps) {
  const words = useText();
  const { tone, ...sign } = LEVEL_SIGNS[level];
  return (
    <span data-tone={tone} className={clsx('inline-flex shrink-0 text-accent', className)}>
      <SignDrawing
        {...sign}
        className="size-full"
        {...(!decorative && { label: words(LEVEL_NAMES[level]) })}
      />
    </span>
  );
}

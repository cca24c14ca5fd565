import type { ReactNode } from 'react';
import type { Glyph, Shape, Sign } from '../../utils/verdict/signs';
import { useText } from '../words/words';

export interface SignDrawingProps extends Omit<Sign, 'tone'> {
  /** Said by screen readers; without it the sign is decoration beside words that say the same. */
  readonly label?: string;
  readonly className?: string;
}

/** Draws a sign in the current text colour. */
export function SignDrawing({ shape, glyph, filled, label, className }: SignDrawingProps) {
  const body = filled ? FILLED : OUTLINED;
  const ink = filled ? 'var(--on-tone)' : 'currentColor';
  return (
    <svg
      viewBox="0 0 24 24"
      className={className}
      data-shape={shape}
      data-filled={filled}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <g {...body}>{SHAPES[shape]}</g>
      {glyph && <GlyphDrawing glyph={glyph} ink={ink} low={shape === 'triangle'} />}
    </svg>
  );
}

const FILLED = {
  fill: 'currentColor',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinejoin: 'round',
} as const;
const OUTLINED = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinejoin: 'round' } as const;

const SHAPES: Readonly<Record<Shape, ReactNode>> = {
  circle: <circle cx="12" cy="12" r="10" />,
  square: <rect x="2" y="2" width="20" height="20" rx="2" />,
  octagon: <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />,
  triangle: <path d="M12 2.5 22.5 21h-21z" />,
  copies: (
    <>
      <path d="M6 15H3V3h12v3" fill="none" strokeLinecap="round" />
      <rect x="9" y="9" width="12" height="12" />
    </>
  ),
  dash: <path d="M6 12h12" fill="none" strokeLinecap="round" />,
  cross: <path d="m6 6 12 12M18 6 6 18" fill="none" strokeLinecap="round" />,
};

function GlyphDrawing({
  glyph,
  ink,
  low,
}: {
  readonly glyph: Glyph;
  readonly ink: string;
  readonly low: boolean;
}) {
  const words = useText();
  if (glyph === 'check')
    return <path d="m7 12.5 3.5 3.5L17 8.5" fill="none" stroke={ink} strokeWidth="2.5" />;
  const ai = glyph === 'AI';
  return (
    <text
      x="12"
      y={low ? 18.5 : ai ? 16.2 : 17}
      textAnchor="middle"
      fill={ink}
      fontSize={ai ? 11.5 : 14}
      fontWeight="700"
    >
      {ai ? words('ui.sign.ai') : glyph}
    </text>
  );
}

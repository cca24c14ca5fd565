import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../words/words';
import { Button, type ButtonProps } from './button';
import { useAction } from './use-action';

export interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'onClick'> {
  /** Made only when the button is pressed. */
  readonly text: () => string;
  /** What is copied, where "Copy" alone would not say it. */
  readonly label?: string;
}

const SHOWN_MILLISECONDS = 2000;

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, label, ...rest }: CopyButtonProps) {
  const say = useText();
  const [copied, setCopied] = useState(false);
  const { run, problem } = useAction();

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = () => run(() => navigator.clipboard.writeText(text()).then(() => setCopied(true)));
  const word = problem
    ? say('ui.copy.failed')
    : copied
      ? say('ui.copy.done')
      : (label ?? say('ui.copy.copy'));
  return (
    <Button icon={copied ? Check : Copy} {...rest} onClick={copy}>
      <span aria-live="polite">{word}</span>
    </Button>
  );
}

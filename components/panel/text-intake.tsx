import { TextSearch } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, useRef } from 'react';
import { Button } from '../kit/button';
import { Field, TextArea } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { useText } from '../words/words';

/** A field for a text, typed or pasted. */
export function TextIntake() {
  const words = useText();
  const { engine } = useServices();
  const { run, busy, problem } = useAction();
  const field = useRef<HTMLTextAreaElement>(null);
  const check = (event: FormEvent) => {
    event.preventDefault();
    const text = field.current?.value ?? '';
    if (text === '') return field.current?.focus();
    run(async () => {
      await engine.checkText(text);
      if (field.current) field.current.value = '';
    });
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (text.length < LONG_TEXT) return;
    event.preventDefault();
    run(async () => {
      await engine.checkText(text);
    });
  };
  return (
    <form onSubmit={check} className="flex w-full max-w-prose flex-col items-start gap-2 text-start">
      <div className="w-full">
        <Field label={words('ui.start.text')}>
          {(ids) => (
            <TextArea
              {...ids}
              ref={field}
              rows={3}
              placeholder={words('ui.start.textPlaceholder')}
              onPaste={paste}
            />
          )}
        </Field>
      </div>
      <Button type="submit" icon={TextSearch} disabled={busy}>
        {words('ui.start.checkText')}
      </Button>
      <ProblemNote problem={problem} />
    </form>
  );
}

/** What is longer is checked as soon as it is pasted: a field that must lay out a book would hold the panel up. */
const LONG_TEXT = 50_000;

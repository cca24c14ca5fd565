import { useCallback, useEffect } from 'react';
import { phrase } from '../../utils/words/phrase';
import { type Problem, useAction } from '../kit/use-action';
import { type DropTarget, useFileDrop } from '../kit/use-file-drop';
import { useServices } from '../services';

export interface FileIntake {
  /** Checks files that were chosen. */
  readonly take: (files: Iterable<File>) => void;
  readonly dragging: boolean;
  readonly problem: Problem | null;
  /** To be spread over the element that takes drops. */
  readonly dropTarget: DropTarget;
}

/** Takes files that are dropped, and files and texts that are pasted, anywhere in the panel, or chosen, and has them checked. */
export function useFileIntake(): FileIntake {
  const { engine } = useServices();
  const { run, problem } = useAction();

  const take = useCallback(
    (files: Iterable<File>) => {
      // One after the other, so that the queue has them in the order in which the user sees them.
      run(async () => {
        for (const file of files) await engine.checkFile(file);
      });
    },
    [engine, run],
  );

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      // Word processors offer a picture of the text beside the text itself.
      if ((isField(event.target) && text !== '') || (files.length === 0 && text === '')) return;
      event.preventDefault();
      if (files.length > 0) take(files);
      else run(async () => void (await engine.checkText(text)));
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [take, run, engine]);

  const { dragging, target: dropTarget } = useFileDrop((files) => {
    if (files.length > 0) take(files);
    else run(() => Promise.reject({ said: phrase('ui.start.notAFile') }));
  });
  return { take, dragging, problem, dropTarget };
}

/** What is pasted there is for the field. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

import { type ChangeEvent, useRef } from 'react';
import { Button, type ButtonProps } from './button';

export interface FileButtonProps extends Omit<ButtonProps, 'onClick' | 'type'> {
  /** What the system's dialog offers, as `<input accept>` writes it. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Chooses a folder with all that is in it, in place of files. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that opens the system's file dialog. */
export function FileButton({ accept, multiple = false, folder = false, onFiles, ...rest }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])]);
    // So that the same file can be chosen again.
    target.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple={multiple}
        accept={accept}
        hidden
        onChange={chosen}
        {...(folder && { webkitdirectory: '' })}
      />
      <Button {...rest} onClick={() => input.current?.click()} />
    </>
  );
}

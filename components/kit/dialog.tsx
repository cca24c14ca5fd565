import { AlertDialog as RadixAlertDialog, Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../words/words';
import { Button } from './button';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
}

/** A dialog in the middle of the page. It holds the focus and gives it back. */
export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={OVERLAY} />
        <RadixDialog.Content className={CONTENT}>
          <RadixDialog.Title className="text-title font-semibold">{title}</RadixDialog.Title>
          <RadixDialog.Description className="mt-1 mb-4 text-soft">{description}</RadixDialog.Description>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export interface ConfirmProps extends Omit<DialogProps, 'children'> {
  /** The word on the button that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
}

/** Asks before something is lost. */
export function Confirm({ open, onOpenChange, title, description, action, onConfirm }: ConfirmProps) {
  const words = useText();
  return (
    <RadixAlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={OVERLAY} />
        <RadixAlertDialog.Content className={CONTENT}>
          <RadixAlertDialog.Title className="text-title font-semibold">{title}</RadixAlertDialog.Title>
          <RadixAlertDialog.Description className="mt-1 mb-4 text-soft">
            {description}
          </RadixAlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <RadixAlertDialog.Cancel asChild>
              <Button>{words('ui.dialog.cancel')}</Button>
            </RadixAlertDialog.Cancel>
            <RadixAlertDialog.Action asChild>
              <Button look="primary" onClick={onConfirm}>
                {action}
              </Button>
            </RadixAlertDialog.Action>
          </div>
        </RadixAlertDialog.Content>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}

const OVERLAY = 'fixed inset-0 z-30 bg-shade';
const CONTENT =
  'fixed inset-x-4 top-1/2 z-30 mx-auto max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 overflow-y-auto ' +
  'rounded-md border border-line bg-surface p-4 text-ink';

'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { errorSentence } from '@/lib/queries/client';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field } from './field';
import { Input } from './input';
import { Notice } from './notice';

export type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** A question with the resource: 'Purge orders?' */
  title: ReactNode;
  /** What will happen, in exact numbers, one sentence a line; the first is the most important. */
  consequences: readonly string[];
  /** A verb and its object: 'Purge 8,412 messages'. Never 'OK'. */
  confirmLabel: string;
  /** note: reversible by hand. danger: can't be undone. */
  level: 'note' | 'danger';
  /** The resource's name, to be typed before the button works; pass it when the broker's environment is production. */
  nameToType?: string | null;
  /** The dialog stays until this settles, and shows its error inside. */
  onConfirm: () => Promise<unknown>;
  /** More inputs, e.g. 'only if empty' or a reason. */
  children?: ReactNode;
};

/**
 * Graded by danger: what can be undone needs no dialog at all (act, then notifyUndo); what can't gets numbers;
 * on production also the name to type. Focus starts on the input or on Cancel, never on the dangerous button.
 */
export function ConfirmDialog({
  isOpen,
  onOpenChange,
  title,
  consequences,
  confirmLabel,
  level,
  nameToType = null,
  onConfirm,
  children,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const formId = useId();
  useEffect(() => {
    if (!isOpen) return;
    setTyped('');
    setError(null);
  }, [isOpen]);
  const isNameMissing = nameToType !== null && typed !== nameToType;

  async function confirm() {
    setIsBusy(true);
    setError(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (cause) {
      setError(errorSentence(cause));
    } finally {
      setIsBusy(false);
    }
  }

  const footer = (
    <>
      <Button ref={cancel} onClick={() => onOpenChange(false)}>
        Cancel
      </Button>
      <Button
        type="submit"
        form={formId}
        variant={level === 'danger' ? 'danger' : 'primary'}
        isBusy={isBusy}
        disabledReason={isNameMissing ? `Type ${nameToType} first.` : null}
      >
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => (isBusy ? undefined : onOpenChange(next))}
      title={title}
      width="small"
      initialFocus={nameToType === null ? cancel : name}
      footer={footer}
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isNameMissing) void confirm();
        }}
      >
        <ul className="flex flex-col gap-1">
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {children}
        {nameToType === null ? null : (
          <Field
            label={
              <>
                This is production. Type <span className="font-mono text-ink">{nameToType}</span> to go on
              </>
            }
          >
            <Input ref={name} isMono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        {error === null ? null : <Notice tone="danger">{error}</Notice>}
      </form>
    </Dialog>
  );
}

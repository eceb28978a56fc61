'use client';

import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';

type ControlProps = { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean };

/**
 * Label, control, hint and error of one form field, tied together for screen readers.
 *   <Field label="Name" hint="1 to 255 bytes" error={fields.name}><Input value={name} onChange={…} /></Field>
 */
export function Field({
  label,
  hint,
  error,
  isOptional = false,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  isOptional?: boolean;
  children: ReactElement<ControlProps>;
}) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-ink-muted">
        {label}
        {isOptional ? <span className="font-normal text-ink-faint"> · optional</span> : null}
      </label>
      {cloneElement(children, { id, ...(notes ? { 'aria-describedby': notes } : {}), ...(error ? { 'aria-invalid': true } : {}) })}
      {hint ? (
        <span id={`${id}-hint`} className="text-small text-ink-faint">
          {hint}
        </span>
      ) : null}
      {error ? (
        <span id={`${id}-error`} role="alert" className="text-small text-danger">
          {error}
        </span>
      ) : null}
    </div>
  );
}

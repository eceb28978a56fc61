'use client';

import { Toaster } from 'sonner';

/** Where messages of `ui/toast` appear. */
export function Toasts() {
  return (
    <Toaster
      position="bottom-right"
      toastOptions={{
        style: { background: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line-strong)', font: 'inherit' },
        actionButtonStyle: { background: 'var(--accent)', color: 'var(--on-accent)' },
      }}
    />
  );
}

'use client';

import { errorSentence } from '@/lib/queries/client';

/** Time to read a sentence and reach for Undo. */
const UNDO_MS = 10_000;

/** Loaded with the first message. */
const load = () => import('sonner').then((module) => module.toast);

/** It is done. A sentence in the past with the resource: 'Created queue orders.' */
export function notify(sentence: string): void {
  void load().then((toast) => toast.success(sentence));
}

/** It is done and can be taken back; rather this than a question beforehand. Undo's own failure is shown too. */
export function notifyUndo(sentence: string, undo: () => Promise<unknown>): void {
  const action = { label: 'Undo', onClick: () => void undo().then(() => notify('Undone.'), notifyError) };
  void load().then((toast) => toast.success(sentence, { duration: UNDO_MS, action }));
}

/** It failed: the server's sentence, which says what to do. For forms and dialogs show the error in place instead. */
export function notifyError(cause: unknown): void {
  void load().then((toast) => toast.error(errorSentence(cause)));
}

'use client';

import { toast } from 'sonner';
import { errorSentence } from '@/lib/queries/client';

/** Time to read a sentence and reach for Undo. */
const UNDO_MS = 10_000;

/** It is done. A sentence in the past with the resource: 'Created queue orders.' */
export function notify(sentence: string): void {
  toast.success(sentence);
}

/** It is done and can be taken back; rather this than a question beforehand. Undo's own failure is shown too. */
export function notifyUndo(sentence: string, undo: () => Promise<unknown>): void {
  toast.success(sentence, {
    duration: UNDO_MS,
    action: { label: 'Undo', onClick: () => void undo().then(() => toast.success('Undone.'), notifyError) },
  });
}

/** It failed: the server's sentence, which says what to do. For forms and dialogs show the error in place instead. */
export function notifyError(cause: unknown): void {
  toast.error(errorSentence(cause));
}

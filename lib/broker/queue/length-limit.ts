import type { QueueSettings } from '../../model/queue-arguments/effective-settings';
import type { QueueEntry } from '../queue-entry';
import type { ReadyEntries } from './priority-lists';

/** x-max-length and x-max-length-bytes count ready messages and the bytes of their bodies. */
function isAboveLimit(settings: QueueSettings, ready: Pick<ReadyEntries, 'length' | 'bytes'>): boolean {
  return (
    (settings.maxLength !== null && ready.length > settings.maxLength) ||
    (settings.maxLengthBytes !== null && ready.bytes > settings.maxLengthBytes)
  );
}

/** Whether one more message would overflow the queue: overflow reject-publish asks before it takes. */
export function wouldOverflow(settings: QueueSettings, ready: Pick<ReadyEntries, 'length' | 'bytes'>, bodySizeBytes: number): boolean {
  return isAboveLimit(settings, { length: ready.length + 1, bytes: ready.bytes + bodySizeBytes });
}

/** overflow drop-head: the front goes until the rest fits. @returns whether anything went */
export function dropOverflow(settings: QueueSettings, ready: ReadyEntries, onDropped: (entry: QueueEntry) => void): boolean {
  let hasDropped = false;
  while (ready.length > 0 && settings.overflow === 'drop-head' && isAboveLimit(settings, ready)) {
    const entry = ready.shift();
    if (entry !== null) onDropped(entry);
    hasDropped = true;
  }
  return hasDropped;
}

export const hasLengthLimit = (settings: QueueSettings): boolean => settings.maxLength !== null || settings.maxLengthBytes !== null;

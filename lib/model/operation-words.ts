import type { OperationKind, PlanRequest } from './operations';
import { formatCounted } from './quantity';

const kinds: Record<OperationKind, string> = {
  replay: 'Replay',
  move: 'Move',
  copy: 'Copy',
  discard: 'Discard',
  purge: 'Purge',
  'edit-and-replay': 'Edit and replay',
  restore: 'Restore',
  recall: 'Recall',
  import: 'Import',
  publish: 'Publish',
};

export const kindWord = (kind: OperationKind): string => kinds[kind];

/** Where the messages of an operation go, for a cell or a fact. */
export function destinationText({ kind, destination }: Pick<PlanRequest, 'kind' | 'destination'>): string {
  if (destination === null) return kind === 'discard' || kind === 'purge' ? 'the bin' : 'where they were';
  switch (destination.kind) {
    case 'origin':
      return destination.via === 'queue' ? 'the queue each came from' : 'the route each was published on';
    case 'queue':
      return destination.queue;
    case 'written':
      return 'the exchange that each line names';
    case 'exchange':
      return destination.routingKey === null ? destination.exchange : `${destination.exchange} with ${destination.routingKey}`;
  }
}

/** Begins a sentence. */
export function selectionText({ kind, selection }: Pick<PlanRequest, 'kind' | 'selection'>): string {
  if (kind === 'import') return 'The messages of a file';
  if (kind === 'publish') return 'One message, repeated,';
  switch (selection.kind) {
    case 'ids':
      return `${formatCounted(selection.ids.length, 'chosen message')}`;
    case 'filter':
      return `All that match ${selection.filter}`;
    case 'all':
      return 'All of the queue';
  }
}

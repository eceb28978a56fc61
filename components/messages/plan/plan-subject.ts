import type { MessageEdit, OperationKind, PlanRequest, ReplayDestination, Selection } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';

/** What a plan is to be made for: chosen in the list, before a destination is known. */
export type PlanSubject = {
  readonly kind: 'replay' | 'edit' | 'discard' | 'purge';
  readonly virtualHost: string;
  readonly queue: string;
  readonly selection: Selection;
  /** As far as the list knows; the plan counts exactly. */
  readonly messageCount: number;
  /** Some of the messages carry a history of deaths, so that 'where it came from' means something. */
  readonly hasOrigin: boolean;
};

/** The form's state; a plan is made from it each time it changes. */
export type DestinationChoice = {
  readonly way: 'origin-queue' | 'origin-exchange' | 'queue' | 'exchange';
  readonly queue: string;
  readonly exchange: string;
  /** Empty keeps each message's own. */
  readonly routingKey: string;
  readonly keepsOriginals: boolean;
};

export const firstChoice = (subject: PlanSubject): DestinationChoice => ({
  way: subject.hasOrigin ? 'origin-queue' : 'queue',
  queue: '',
  exchange: '',
  routingKey: '',
  keepsOriginals: false,
});

function destinationOf(choice: DestinationChoice): ReplayDestination | null {
  switch (choice.way) {
    case 'origin-queue':
      return { kind: 'origin', via: 'queue' };
    case 'origin-exchange':
      return { kind: 'origin', via: 'exchange' };
    case 'queue':
      return choice.queue === '' ? null : { kind: 'queue', queue: choice.queue };
    case 'exchange':
      return choice.exchange === '' ? null : { kind: 'exchange', exchange: choice.exchange, routingKey: choice.routingKey || null };
  }
}

function kindOf(choice: DestinationChoice): OperationKind {
  if (choice.keepsOriginals) return 'copy';
  return choice.way === 'queue' ? 'move' : 'replay';
}

/** Taken out of the queue into the bin, rather than sent on. */
export const isRemoval = ({ kind }: Pick<PlanSubject, 'kind'>): boolean => kind === 'discard' || kind === 'purge';

/** The request to plan, or null while the destination or the edit is not complete. */
export function planRequestOf(subject: PlanSubject, choice: DestinationChoice, edit: MessageEdit | null = null): PlanRequest | null {
  const base = { virtualHost: subject.virtualHost, queue: subject.queue, selection: subject.selection, edit: null };
  if (subject.kind === 'discard' || subject.kind === 'purge') return { ...base, kind: subject.kind, destination: null };
  const destination = destinationOf(choice);
  if (destination === null) return null;
  if (subject.kind === 'edit') return edit === null ? null : { ...base, kind: 'edit-and-replay', destination, edit };
  return { ...base, kind: kindOf(choice), destination };
}

const verbs: Partial<Record<OperationKind, string>> = {
  replay: 'Replay',
  move: 'Move',
  copy: 'Copy',
  discard: 'Discard',
  purge: 'Purge',
  'edit-and-replay': 'Edit and replay',
};
const kinds = { replay: 'replay', edit: 'edit-and-replay', discard: 'discard', purge: 'purge' } as const;

export const verbOf = (subject: PlanSubject, request: Pick<PlanRequest, 'kind'> | null): string =>
  verbs[request?.kind ?? kinds[subject.kind]] ?? 'Run';

export function titleOf(subject: PlanSubject, request: PlanRequest | null): string {
  const what = subject.selection.kind === 'all' ? 'all messages' : formatCounted(subject.messageCount, 'message');
  return `${verbOf(subject, request)} ${what} of ${subject.queue}`;
}

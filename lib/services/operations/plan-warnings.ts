import type { Connector } from '../../connectors/connector';
import { comesFromOutside, type PlanRequest, type PlanTarget, type PlanWarning } from '../../model/operations';

/** What the plan counted while it looked at each message. */
export type PlanTally = {
  readonly unroutableCount: number;
  readonly withoutOriginCount: number;
  readonly alreadyReplayedCount: number;
  readonly withExpirationCount: number;
  readonly withUserIdCount: number;
  readonly toSeveralQueuesCount: number;
  readonly excludedCount: number;
};

/** Plain sentences about what could go wrong, most serious first. */
export function warningsOf(
  request: PlanRequest,
  targets: readonly PlanTarget[],
  tally: PlanTally,
  capabilities: Connector['capabilities'],
): readonly PlanWarning[] {
  const warnings = [
    ...routeWarnings(request, targets, tally),
    ...messageWarnings(request, targets, tally),
    ...brokerWarnings(request, capabilities),
  ];
  const rank = { danger: 0, warning: 1, note: 2 };
  return warnings.sort((a, b) => rank[a.level] - rank[b.level]);
}

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${many}`);
const messages = (count: number): string => counted(count, 'message', 'messages');

function* routeWarnings(request: PlanRequest, targets: readonly PlanTarget[], tally: PlanTally): Generator<PlanWarning> {
  if (tally.unroutableCount > 0) {
    const left = comesFromOutside(request.kind) ? 'The broker gives back what no queue takes.' : 'What no queue takes stays where it is.';
    const sentence = `No queue takes ${messages(tally.unroutableCount)} under today's bindings. ${left}`;
    yield { code: 'unroutable', level: 'danger', sentence };
  }
  if (tally.withoutOriginCount > 0) {
    const sentence = `${messages(tally.withoutOriginCount)} carry no record of where they came from. They stay where they are; move them to a queue instead.`;
    yield { code: 'unroutable', level: 'warning', sentence };
  }
  if (tally.toSeveralQueuesCount > 0) {
    const sentence = `${messages(tally.toSeveralQueuesCount)} would reach more than one queue: consumers that already had them get them again.`;
    yield { code: 'several-queues', level: 'danger', sentence };
  }
  for (const { queue, readyCount, messageCount, lengthMax } of targets) {
    if (lengthMax === null || (readyCount ?? 0) + messageCount <= lengthMax) continue;
    const sentence = `${queue} keeps at most ${messages(lengthMax)} and would get ${(readyCount ?? 0) + messageCount - lengthMax} more than that: the oldest there are dropped or dead-lettered, or these refused.`;
    yield { code: 'target-bound', level: 'danger', sentence };
  }
  for (const target of targets.filter((each) => each.consumerCount === 0)) {
    yield { code: 'no-consumer', level: 'warning', sentence: `Nothing consumes from ${target.queue} now; the messages will wait there.` };
  }
}

function* messageWarnings(request: PlanRequest, targets: readonly PlanTarget[], tally: PlanTally): Generator<PlanWarning> {
  if (!comesFromOutside(request.kind) && targets.some((target) => target.queue === request.queue)) {
    yield {
      code: 'same-queue',
      level: 'danger',
      sentence: `${request.queue} is itself a destination: its messages would go round in a circle.`,
    };
  }
  if (tally.alreadyReplayedCount > 0) {
    const sentence = `${messages(tally.alreadyReplayedCount)} were replayed before and came back. Unless the cause is mended they will again.`;
    yield { code: 'already-replayed', level: 'warning', sentence };
  }
  if (request.destination !== null && tally.withExpirationCount > 0) {
    yield {
      code: 'expiration',
      level: 'note',
      sentence: `${messages(tally.withExpirationCount)} have a time to live; it is taken off, so that they don't expire again.`,
    };
  }
  if (request.destination !== null && tally.withUserIdCount > 0) {
    yield {
      code: 'user-id',
      level: 'note',
      sentence: `${messages(tally.withUserIdCount)} name the user who published them; brokers refuse that from anyone else, so it is taken off.`,
    };
  }
  if (tally.excludedCount > 0) {
    yield {
      code: 'excluded',
      level: 'warning',
      sentence:
        request.kind === 'import'
          ? `${counted(tally.excludedCount, 'line', 'lines')} can't be read as a message and will be left out.`
          : `The edit does not fit ${messages(tally.excludedCount)}; what it does not fit stays where it is.`,
    };
  }
  if (request.destination !== null && targets.some((target) => (target.readyCount ?? 0) > 0)) {
    yield { code: 'ordering', level: 'note', sentence: 'Messages join the end of the target queue, behind those that wait there now.' };
  }
}

function* brokerWarnings(request: PlanRequest, capabilities: Connector['capabilities']): Generator<PlanWarning> {
  if (comesFromOutside(request.kind) || (request.destination !== null && request.kind !== 'copy' && !capabilities.has('atomic-move'))) {
    const sentence = comesFromOutside(request.kind)
      ? `${request.kind === 'import' ? 'An import' : 'Publishing'} has no undo; what arrived can be discarded from its queue.`
      : "This broker can't take chosen messages back out of a queue, so this can't be recalled.";
    yield { code: 'no-undo', level: 'warning', sentence };
  }
  if (comesFromOutside(request.kind)) {
    const sentence =
      'If a process dies between publishing a message and noting it, that one message can arrive twice; the ledger marks it.';
    yield { code: 'duplicates-possible', level: 'note', sentence };
  } else if (request.destination !== null && request.kind !== 'copy' && !capabilities.has('atomic-move')) {
    const sentence =
      'If a process dies between publishing a message and removing the original, that one message can arrive twice; the ledger marks it.';
    yield { code: 'duplicates-possible', level: 'note', sentence };
  }
}

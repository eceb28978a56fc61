import { comesFromOutside, type Operation, type OperationKind } from './operations';
import { formatCount, formatCounted } from './quantity';

const pastVerbs: Record<OperationKind, string> = {
  replay: 'replayed',
  move: 'moved',
  copy: 'copied',
  discard: 'discarded',
  purge: 'purged',
  'edit-and-replay': 'edited and replayed',
  restore: 'restored',
  recall: 'recalled',
  import: 'imported',
  publish: 'published',
};

/** What became of the messages, in a sentence that claims no more than is known: confirmed is not yet acknowledged. */
export function operationSentence(operation: Operation): string {
  const { counts, request, state } = operation;
  const { total } = counts;
  if (request.kind === 'discard' || request.kind === 'purge') return binSentence(operation);
  const done = counts.published + counts.unknown + counts.consumed + counts.cameBack + counts.quarantined + counts.recalled;
  const verb = pastVerbs[request.kind];
  const start =
    done === total
      ? `${total === 1 ? 'The message was' : `All ${formatCounted(total, 'message')} were`} ${verb}.`
      : state === 'running' && done === 0
        ? `${formatCounted(total, 'message')} to go.`
        : `${formatCount(done)} of ${formatCounted(total, 'message')} ${verb}.`;
  return [start, ...outcomes(counts, done), ...leftovers(counts, request.kind, state)].join(' ');
}

function outcomes(counts: Operation['counts'], done: number): readonly string[] {
  const parts: string[] = [];
  if (done > 0 && counts.consumed === done) parts.push('Delivered and acknowledged.');
  else if (counts.consumed > 0) parts.push(`${formatCount(counts.consumed)} delivered and acknowledged.`);
  if (counts.published > 0) parts.push(`${formatCount(counts.published)} confirmed by the broker, not acknowledged yet.`);
  if (counts.unknown > 0) parts.push(`Of ${formatCount(counts.unknown)} it is not known: the broker restarted since.`);
  if (counts.cameBack > 0) parts.push(`${formatCount(counts.cameBack)} came back dead.`);
  if (counts.quarantined > 0) parts.push(`${formatCount(counts.quarantined)} in quarantine.`);
  if (counts.recalled > 0) parts.push(`${formatCount(counts.recalled)} recalled.`);
  return parts;
}

function leftovers(counts: Operation['counts'], kind: OperationKind, state: Operation['state']): readonly string[] {
  const { held } = counts;
  const isFromOutside = comesFromOutside(kind);
  const parts: string[] = [];
  if (counts.returned > 0) parts.push(`${formatCount(counts.returned)} reached no queue${isFromOutside ? '' : ' and stayed'}.`);
  if (counts.gone > 0) parts.push(`${formatCount(counts.gone)} had left the queue before.`);
  if (held > 0 && state !== 'running') parts.push(`${formatCount(held)} not ${isFromOutside ? 'sent' : 'touched'}.`);
  return parts;
}

function binSentence({ counts, request, state }: Operation): string {
  const verb = pastVerbs[request.kind];
  const gone = counts.gone > 0 ? ` ${formatCount(counts.gone)} had left the queue before.` : '';
  const back = counts.recalled > 0 ? ` ${formatCount(counts.recalled)} brought back.` : '';
  const rest = counts.held > 0 && state !== 'running' ? ` ${formatCount(counts.held)} not touched.` : '';
  return `${formatCounted(counts.binned + counts.recalled, 'message')} ${verb}; ${formatCount(counts.binned)} can still be brought back from the bin.${back}${gone}${rest}`;
}

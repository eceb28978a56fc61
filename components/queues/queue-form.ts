import type { PlainTable, PlainValue } from '@/lib/model/field-table';
import { findQueueArgument, queueArgumentsOf } from '@/lib/model/queue-arguments';
import { parseArgument } from '@/lib/model/queue-arguments/argument-text';
import type { QueueType } from '@/lib/model/resources';
import type { QueueInput } from '@/lib/queries/queues';

/** What the form holds: argument values as typed, until they are parsed. */
export type QueueForm = {
  readonly virtualHost: string;
  readonly name: string;
  readonly type: QueueType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly arguments: Readonly<Record<string, string>>;
};
/** By field: `name`, `virtualHost`, or an argument's name. */
export type FormErrors = Readonly<Record<string, string>>;
export type ParsedForm = { readonly input: QueueInput; readonly errors: FormErrors };

/** AMQP 0-9-1 short string. */
const NAME_BYTES_MAX = 255;

export const emptyQueueForm = (virtualHost: string): QueueForm => ({
  virtualHost,
  name: '',
  type: 'classic',
  isDurable: true,
  isAutoDelete: false,
  arguments: {},
});

/** Checks as the broker will: names, bounds and kinds of arguments, pairs that need each other. */
export function parseQueueForm(form: QueueForm): ParsedForm {
  const errors: Record<string, string> = {};
  const nameError = queueNameError(form.name);
  if (nameError) errors['name'] = nameError;
  if (form.virtualHost === '') errors['virtualHost'] = 'Choose a virtual host.';
  const table: Record<string, PlainValue> = form.type === 'classic' ? {} : { 'x-queue-type': form.type };
  const known = new Set(queueArgumentsOf(form.type).map((row) => row.name));
  for (const [name, text] of Object.entries(form.arguments)) {
    const row = findQueueArgument(name);
    if (!row || !known.has(name)) continue;
    const value = parseArgument(row, text);
    if (value.error === null) table[name] = value.value;
    else errors[name] = value.error;
  }
  if ('x-dead-letter-routing-key' in table && !('x-dead-letter-exchange' in table))
    errors['x-dead-letter-routing-key'] = 'Needs a dead letter exchange beside it.';
  // Quorum queues and streams are durable by nature; the broker refuses anything else.
  const isClassic = form.type === 'classic';
  const input: QueueInput = {
    virtualHost: form.virtualHost,
    name: form.name,
    type: form.type,
    isDurable: isClassic ? form.isDurable : true,
    isAutoDelete: isClassic && form.isAutoDelete,
    arguments: table satisfies PlainTable,
  };
  return { input, errors };
}

export function queueNameError(name: string): string | null {
  if (name.trim() === '') return 'Give the queue a name.';
  if (name.startsWith('amq.')) return 'Names that begin with amq. belong to the broker.';
  if (new TextEncoder().encode(name).length > NAME_BYTES_MAX) return `A name has at most ${NAME_BYTES_MAX} bytes.`;
  return null;
}

import type { TypedTable } from '@/lib/model/field-table';
import { parseJson } from '@/lib/model/json-tree';
import type { MessageDraft, MessageProperties } from '@/lib/model/message';
import { base64FromBytes } from '@/lib/model/message-body';
import { type HeaderInputType, readTyped } from '@/lib/model/typed-input';

export type HeaderRow = { readonly id: number; readonly key: string; readonly type: HeaderInputType; readonly text: string };

/** Text properties of the form, each as typed; empty means not set. */
export const textProperties = [
  'contentType',
  'contentEncoding',
  'correlationId',
  'replyTo',
  'expiration',
  'messageId',
  'timestamp',
  'type',
  'userId',
  'appId',
] as const;
export type TextProperty = (typeof textProperties)[number];

export type PublishForm = {
  readonly target: 'exchange' | 'queue';
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
  readonly isPersistent: boolean;
  readonly priority: string;
  readonly properties: Readonly<Partial<Record<TextProperty, string>>>;
  readonly headers: readonly HeaderRow[];
  readonly body: string;
  readonly count: string;
};

export const emptyForm: PublishForm = {
  target: 'exchange',
  exchange: '',
  queue: '',
  routingKey: '',
  isPersistent: true,
  priority: '',
  properties: { contentType: 'application/json' },
  headers: [],
  body: '',
  count: '1',
};

/** More than this from a form is a load test, which belongs on a client. */
export const publishCountMax = 10_000;

export type FormFault = {
  readonly field: 'target' | 'priority' | 'count' | 'body' | TextProperty | `header-${number}`;
  readonly sentence: string;
};

export type CheckedForm = {
  /** Null while a fault stands in the way. */
  readonly draft: MessageDraft | null;
  readonly count: number;
  readonly headers: TypedTable;
  readonly faults: readonly FormFault[];
};

/** Where the form publishes: a queue is reached through the default exchange by its name. */
export const addressOf = (form: PublishForm): { exchange: string; routingKey: string } =>
  form.target === 'queue' ? { exchange: '', routingKey: form.queue } : { exchange: form.exchange, routingKey: form.routingKey };

export function checkForm(form: PublishForm): CheckedForm {
  const faults: FormFault[] = [];
  const headers = readHeaders(form.headers, faults);
  const properties = readProperties(form, headers, faults);
  if (form.target === 'queue' ? form.queue === '' : form.exchange === '') {
    faults.push({ field: 'target', sentence: form.target === 'queue' ? 'Name a queue.' : 'Name an exchange.' });
  }
  const count = /^\d{1,5}$/.test(form.count) ? Number(form.count) : 0;
  if (count < 1 || count > publishCountMax) faults.push({ field: 'count', sentence: `From 1 to ${publishCountMax.toLocaleString('en')}.` });
  const bodyFault = jsonFaultOf(form);
  if (bodyFault !== null) faults.push({ field: 'body', sentence: bodyFault });
  const draft = { ...addressOf(form), properties, bodyBase64: base64FromBytes(new TextEncoder().encode(form.body)) };
  return { draft: faults.length === 0 ? draft : null, count, headers, faults };
}

/** Only a body that claims to be JSON has to be JSON; an empty one claims nothing. */
function jsonFaultOf(form: PublishForm): string | null {
  if (form.body === '' || !/json/i.test(form.properties.contentType ?? '')) return null;
  const parsed = parseJson(form.body);
  return parsed.ok ? null : `Not valid JSON: line ${parsed.fault.line}, column ${parsed.fault.column}: ${parsed.fault.message}`;
}

function readHeaders(rows: readonly HeaderRow[], faults: FormFault[]): TypedTable {
  return rows.flatMap((row) => {
    if (row.key === '') return [];
    const read = readTyped(row.type, row.text);
    if (read.ok) return [{ key: row.key, value: read.value }];
    faults.push({ field: `header-${row.id}`, sentence: read.reason });
    return [];
  });
}

function readProperties(form: PublishForm, headers: TypedTable, faults: FormFault[]): MessageProperties {
  const set = Object.entries(form.properties).filter(([, text]) => text !== undefined && text !== '');
  const properties: MessageProperties = Object.fromEntries(set);
  if (properties.expiration !== undefined && !/^\d{1,10}$/.test(properties.expiration)) {
    faults.push({ field: 'expiration', sentence: 'Milliseconds, as a whole number.' });
  }
  if (form.priority !== '' && !(/^\d{1,3}$/.test(form.priority) && Number(form.priority) <= 255)) {
    faults.push({ field: 'priority', sentence: 'From 0 to 255.' });
  }
  const timestamp = properties.timestamp === undefined ? null : readTyped('timestamp', properties.timestamp);
  if (timestamp !== null && !timestamp.ok) faults.push({ field: 'timestamp', sentence: timestamp.reason });
  return {
    ...properties,
    ...(timestamp?.ok ? { timestamp: String(timestamp.value.value) } : {}),
    ...(form.priority === '' ? {} : { priority: Number(form.priority) }),
    ...(headers.length === 0 ? {} : { headers }),
    deliveryMode: form.isPersistent ? 2 : 1,
  };
}

export const faultOf = (faults: readonly FormFault[], field: FormFault['field']): string | null =>
  faults.find((fault) => fault.field === field)?.sentence ?? null;

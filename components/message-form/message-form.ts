import type { TypedTable, TypedValue } from '@/lib/model/field-table';
import { formatJson, parseJson } from '@/lib/model/json-tree';
import type { MessageProperties } from '@/lib/model/message';
import { type HeaderInputType, headerInputTypes, readTyped } from '@/lib/model/typed-input';
import { treeOfTable } from '@/lib/model/typed-text';

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

/** A message as a person types it. */
export type MessageForm = {
  readonly isPersistent: boolean;
  readonly priority: string;
  readonly properties: Readonly<Partial<Record<TextProperty, string>>>;
  readonly headers: readonly HeaderRow[];
  readonly body: string;
};

export type FormFault = {
  readonly field: 'target' | 'priority' | 'count' | 'rate' | 'body' | TextProperty | `header-${number}`;
  readonly sentence: string;
};

export type CheckedMessage = {
  readonly properties: MessageProperties;
  readonly headers: TypedTable;
  readonly faults: readonly FormFault[];
};

/** Properties and typed headers of the form, and what stands in the way of them. */
export function checkMessage(form: MessageForm): CheckedMessage {
  const faults: FormFault[] = [];
  const headers = readHeaders(form.headers, faults);
  const properties = readProperties(form, headers, faults);
  const bodyFault = jsonFaultOf(form);
  if (bodyFault !== null) faults.push({ field: 'body', sentence: bodyFault });
  return { properties, headers, faults };
}

/** Only a body that claims to be JSON has to be JSON; an empty one claims nothing. */
function jsonFaultOf(form: MessageForm): string | null {
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

function readProperties(form: MessageForm, headers: TypedTable, faults: FormFault[]): MessageProperties {
  const set = Object.entries(form.properties).filter(([, text]) => text !== undefined && text !== '');
  const properties: MessageProperties = Object.fromEntries(set);
  if (properties.expiration !== undefined && !/^\d{1,12}$/.test(properties.expiration)) {
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

const inputTypes: ReadonlySet<string> = new Set<string>(headerInputTypes);
const isInputType = (type: TypedValue['type']): type is HeaderInputType => inputTypes.has(type);

/** The row that reads back as this header, or null: some wire types can be kept but not typed, and nested ones would lose theirs. */
export function headerRowOf({ key, value }: TypedTable[number], id: number): HeaderRow | null {
  if (!isInputType(value.type)) return null;
  const row: HeaderRow = { id, key, type: value.type, text: inputText(value) };
  const read = readTyped(row.type, row.text);
  return read.ok && JSON.stringify(read.value) === JSON.stringify(value) ? row : null;
}

function inputText(value: TypedValue): string {
  if (value.type === 'void') return '';
  if (value.type !== 'table' && value.type !== 'array') return String(value.value);
  const tree = treeOfTable([{ key: 'value', value }]);
  const [entry] = tree.kind === 'object' ? tree.entries : [];
  return entry === undefined ? '' : formatJson(entry.value).replace(/\s*\n\s*/g, ' ');
}

/** Text properties and headers of an existing message as the form's; `kept` are headers that no row can show. */
export function formOf(
  properties: MessageProperties,
  headers: TypedTable,
  body: string,
): { readonly form: MessageForm; readonly kept: TypedTable } {
  const rows = headers.map((entry, index) => headerRowOf(entry, index));
  const texts = textProperties.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]]));
  const form: MessageForm = {
    isPersistent: properties.deliveryMode === 2,
    priority: properties.priority === undefined ? '' : String(properties.priority),
    properties: Object.fromEntries(texts),
    headers: rows.filter((row) => row !== null),
    body,
  };
  return { form, kept: headers.filter((_, index) => rows[index] === null) };
}

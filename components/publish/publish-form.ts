import { type CheckedMessage, checkMessage, type FormFault, formOf, type MessageForm } from '@/components/message-form/message-form';
import type { TypedTable } from '@/lib/model/field-table';
import type { MessageDraft } from '@/lib/model/message';
import { base64FromBytes, bytesFromBase64 } from '@/lib/model/message-body';
import { fillText } from '@/lib/model/placeholders';

/** A body that can't be typed: taken from a file as it is. */
export type BodyFile = { readonly name: string; readonly base64: string; readonly sizeBytes: number };

export type PublishForm = MessageForm & {
  readonly target: 'exchange' | 'queue';
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
  readonly count: string;
  /** Messages a second; empty is as fast as the broker confirms. */
  readonly rate: string;
  readonly hasPlaceholders: boolean;
  readonly bodyFile: BodyFile | null;
  /** Headers of a template or message whose types no row can show; sent as they are. */
  readonly kept: TypedTable;
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
  rate: '',
  hasPlaceholders: false,
  bodyFile: null,
  kept: [],
};

/** What the server allows (services/operations/operation-limits.ts). */
export const publishCountMax = 100_000;
export const publishRateMax = 1_000;

export type CheckedForm = Pick<CheckedMessage, 'headers' | 'faults'> & {
  /** Null while a fault stands in the way. */
  readonly draft: MessageDraft | null;
  readonly count: number;
  readonly ratePerSecond: number | null;
};

/** Where the form publishes: a queue is reached through the default exchange by its name. */
export const addressOf = (form: PublishForm): { exchange: string; routingKey: string } =>
  form.target === 'queue' ? { exchange: '', routingKey: form.queue } : { exchange: form.exchange, routingKey: form.routingKey };

const example = { n: 1, uuid: '00000000-0000-4000-8000-000000000000', now: '2026-01-31T12:00:00.000Z' };

export function checkForm(form: PublishForm): CheckedForm {
  // The JSON has to be valid as it is sent, and what stands in a file is not ours to judge.
  const body = form.bodyFile !== null ? '' : form.hasPlaceholders ? fillText(form.body, example) : form.body;
  const { properties, headers: typed, faults: found } = checkMessage({ ...form, body });
  const headers = [...typed, ...form.kept];
  const faults: FormFault[] = [...found];
  if (form.target === 'queue' ? form.queue === '' : form.exchange === '') {
    faults.push({ field: 'target', sentence: form.target === 'queue' ? 'Name a queue.' : 'Name an exchange.' });
  }
  const count = /^\d{1,6}$/.test(form.count) ? Number(form.count) : 0;
  if (count < 1 || count > publishCountMax) faults.push({ field: 'count', sentence: `From 1 to ${publishCountMax.toLocaleString('en')}.` });
  const rate = form.rate === '' ? null : Number(form.rate);
  if (rate !== null && !(rate >= 1 && rate <= publishRateMax))
    faults.push({ field: 'rate', sentence: `From 1 to ${publishRateMax.toLocaleString('en')}.` });
  const bodyBase64 = form.bodyFile?.base64 ?? base64FromBytes(new TextEncoder().encode(form.body));
  const draft = { ...addressOf(form), properties: { ...properties, ...(headers.length > 0 && { headers }) }, bodyBase64 };
  return { draft: faults.length === 0 ? draft : null, count, ratePerSecond: rate, headers, faults };
}

/** The form that publishes this draft again, unchanged. */
export function formOfDraft(draft: MessageDraft, name: string): PublishForm {
  const bytes = bytesFromBase64(draft.bodyBase64);
  const text = textOf(bytes);
  const { form, kept } = formOf(draft.properties, draft.properties.headers ?? [], text ?? '');
  const bodyFile = text === null ? { name, base64: draft.bodyBase64, sizeBytes: bytes.length } : null;
  const { exchange, routingKey } = draft;
  const target = exchange === '' ? { target: 'queue' as const, queue: routingKey } : { exchange, routingKey };
  return { ...emptyForm, ...form, ...target, kept, bodyFile };
}

/** Null when the bytes are no text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

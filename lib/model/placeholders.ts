import type { MessageDraft } from './message';
import { base64FromBytes, bytesFromBase64 } from './message-body';

/** What a repeated message may hold, and what each message gets in its place. */
export const placeholders = [
  { text: '{{n}}', meaning: 'the number of the message: 1, 2, 3 …' },
  { text: '{{uuid}}', meaning: 'a random UUID, the same within one message' },
  { text: '{{now}}', meaning: 'the time of sending, such as 2026-01-31T12:00:00.000Z' },
] as const;

export type PlaceholderValues = { readonly n: number; readonly uuid: string; readonly now: string };

export const fillText = (text: string, values: PlaceholderValues): string =>
  text.replaceAll(/\{\{(n|uuid|now)\}\}/g, (_, name: keyof PlaceholderValues) => String(values[name]));

/** The draft with its placeholders filled in: in a body that is text, the routing key, the ids, and headers that are strings. */
export function fillDraft(draft: MessageDraft, values: PlaceholderValues): MessageDraft {
  const fill = (text: string) => fillText(text, values);
  const { headers, messageId, correlationId, ...rest } = draft.properties;
  return {
    ...draft,
    routingKey: fill(draft.routingKey),
    properties: {
      ...rest,
      ...(messageId !== undefined && { messageId: fill(messageId) }),
      ...(correlationId !== undefined && { correlationId: fill(correlationId) }),
      ...(headers && {
        headers: headers.map(({ key, value }) =>
          value.type === 'string' ? { key, value: { ...value, value: fill(value.value) } } : { key, value },
        ),
      }),
    },
    bodyBase64: fillBody(draft.bodyBase64, fill),
  };
}

function fillBody(base64: string, fill: (text: string) => string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesFromBase64(base64));
    return base64FromBytes(new TextEncoder().encode(fill(text)));
  } catch {
    return base64; // not text: nothing to fill in
  }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** RFC 9562, version 4. From random bytes, because crypto.randomUUID is not there on plain HTTP beyond loopback. */
export function randomUuid(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
  const marked = bytes.map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte));
  const digits = Array.from(marked, hex).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

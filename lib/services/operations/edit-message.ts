import type { BrowsedMessage, MessageDraft, MessageProperties } from '../../model/message';
import type { MessageEdit } from '../../model/operations';
import { applyJsonPatch, PatchError } from './json-patch';

export type EditedMessage = Pick<MessageDraft, 'properties' | 'bodyBase64'>;
export type EditResult = { readonly ok: true; readonly edited: EditedMessage } | { readonly ok: false; readonly reason: string };

/** The message with the edit applied, or why it does not fit. The whole body must be there unless only headers and properties change. */
export function editMessage(message: BrowsedMessage, edit: MessageEdit): EditResult {
  const properties = editProperties(message.properties, edit);
  if (edit.body === undefined && edit.bodyPatch.length === 0) return { ok: true, edited: { properties, bodyBase64: message.bodyBase64 } };
  try {
    return { ok: true, edited: { properties, bodyBase64: edit.body ?? patchBody(message, edit) } };
  } catch (error) {
    if (error instanceof PatchError) return { ok: false, reason: error.message };
    throw error;
  }
}

function editProperties(before: MessageProperties, edit: MessageEdit): MessageProperties {
  const removed = new Set([...edit.removeHeaders, ...edit.setHeaders.map(({ key }) => key)]);
  const kept = (before.headers ?? []).filter(({ key }) => !removed.has(key));
  const properties: { -readonly [Key in keyof MessageProperties]: MessageProperties[Key] } = { ...before };
  for (const name of edit.removeProperties ?? []) delete properties[name];
  return { ...properties, ...edit.setProperties, headers: [...kept, ...edit.setHeaders] };
}

function patchBody(message: BrowsedMessage, edit: MessageEdit): string {
  const body = applyJsonPatch(parseBody(message), edit.bodyPatch);
  return Buffer.from(JSON.stringify(body)).toString('base64');
}

function parseBody(message: BrowsedMessage): unknown {
  const bytes = Buffer.from(message.bodyBase64, 'base64');
  if (bytes.length < message.bodySizeBytes) throw new PatchError('the body is too large to be edited');
  if (message.properties.contentEncoding) throw new PatchError(`the body is encoded as ${message.properties.contentEncoding}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new PatchError('the body is not JSON');
  }
  if (!Buffer.from(bytes.toString('utf8')).equals(bytes)) throw new PatchError('the body is not valid UTF-8');
  if (/\d{16,}/.test(bytes.toString('latin1')) && hasUnsafeNumber(bytes.toString('utf8'))) {
    throw new PatchError('the body holds a number with more digits than can be kept');
  }
  return parsed;
}

/** JSON numbers beyond 2^53 would come back changed. Digits inside strings are taken out first. */
const hasUnsafeNumber = (text: string): boolean => /-?\d{16,}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'));

import { checkMessage, type FormFault, type MessageForm } from '@/components/message-form/message-form';
import type { TypedTable } from '@/lib/model/field-table';
import { base64FromBytes } from '@/lib/model/message-body';
import { type EditableProperty, editableProperties, type MessageEdit } from '@/lib/model/operations';

/** The edit of one message: exactly what differs between the form as it was opened and as it stands; null when nothing does. */
export function wholeEditOf(
  before: MessageForm,
  after: MessageForm,
): { readonly edit: MessageEdit | null; readonly faults: readonly FormFault[] } {
  const old = checkMessage(before);
  const now = checkMessage(after);
  if (now.faults.length > 0) return { edit: null, faults: now.faults };
  const isSame = (key: string) => JSON.stringify(valuesOf(old.headers, key)) === JSON.stringify(valuesOf(now.headers, key));
  const setHeaders = now.headers.filter(({ key }) => !isSame(key));
  const removeHeaders = [...new Set(old.headers.map(({ key }) => key))].filter((key) => valuesOf(now.headers, key).length === 0);
  const changed = editableProperties.filter((name) => old.properties[name] !== now.properties[name]);
  const isSet = (name: EditableProperty) => now.properties[name] !== undefined;
  const setProperties = Object.fromEntries(changed.filter(isSet).map((name) => [name, now.properties[name]]));
  const edit: MessageEdit = {
    ...(after.body === before.body ? {} : { body: base64FromBytes(new TextEncoder().encode(after.body)) }),
    ...{ bodyPatch: [], setHeaders, removeHeaders, setProperties },
    removeProperties: changed.filter((name) => !isSet(name)),
  };
  const isNothing = after.body === before.body && setHeaders.length + removeHeaders.length + changed.length === 0;
  return { edit: isNothing ? null : edit, faults: [] };
}

const valuesOf = (headers: TypedTable, key: string) => headers.filter((entry) => entry.key === key).map(({ value }) => value);

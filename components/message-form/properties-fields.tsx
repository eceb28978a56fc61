'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type FormFault, faultOf, type MessageForm, type TextProperty } from './message-form';

const contentTypes = ['application/json', 'text/plain', 'application/xml', 'application/octet-stream'];

const rarer: readonly { property: TextProperty; label: string; hint?: string }[] = [
  { property: 'messageId', label: 'Message id' },
  { property: 'correlationId', label: 'Correlation id' },
  { property: 'replyTo', label: 'Reply to' },
  { property: 'type', label: 'Type' },
  { property: 'appId', label: 'App id' },
  { property: 'userId', label: 'User id', hint: 'Refused unless it is the user of the console’s connection.' },
  { property: 'expiration', label: 'Expiration', hint: 'Milliseconds that it may wait.' },
  { property: 'timestamp', label: 'Timestamp', hint: 'A time or seconds since 1970.' },
  { property: 'contentEncoding', label: 'Content encoding' },
];

type Props = { form: MessageForm; faults: readonly FormFault[]; onChange: (form: MessageForm) => void; hasUserId?: boolean };

/** The two properties that nearly every message needs. */
export function MainProperties({ form, onChange }: Props) {
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="w-60 max-sm:w-full">
        <Field label="Content type">
          <Combobox
            value={form.properties.contentType ?? ''}
            suggestions={contentTypes}
            onChange={(contentType) => onChange({ ...form, properties: { ...form.properties, contentType } })}
          />
        </Field>
      </div>
      <div className="flex min-h-8 items-center">
        <Checkbox
          isChecked={form.isPersistent}
          onChange={(isPersistent) => onChange({ ...form, isPersistent })}
          label="Persistent: survives a restart in a durable queue"
        />
      </div>
    </div>
  );
}

/** The rest, out of the way until wanted. */
export function RarerProperties({ form, faults, onChange, hasUserId = true }: Props) {
  return (
    <details>
      <summary className="cursor-pointer text-ink-muted hover:text-ink">More properties</summary>
      <div className="mt-2 grid grid-cols-3 gap-3 max-lg:grid-cols-2 max-sm:grid-cols-1">
        {rarer
          .filter(({ property }) => hasUserId || property !== 'userId')
          .map(({ property, label, hint }) => (
            <Field key={property} label={label} hint={hint} error={faultOf(faults, property)}>
              <Input
                isMono
                value={form.properties[property] ?? ''}
                onChange={(event) => onChange({ ...form, properties: { ...form.properties, [property]: event.target.value } })}
              />
            </Field>
          ))}
        <Field label="Priority" error={faultOf(faults, 'priority')}>
          <Input inputMode="numeric" value={form.priority} onChange={(event) => onChange({ ...form, priority: event.target.value })} />
        </Field>
      </div>
    </details>
  );
}

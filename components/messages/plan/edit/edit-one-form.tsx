'use client';

import { useState } from 'react';
import { BodySection } from '@/components/message-form/body-section';
import { HeadersEditor } from '@/components/message-form/headers-editor';
import { faultOf, formOf, type MessageForm } from '@/components/message-form/message-form';
import { MainProperties, RarerProperties } from '@/components/message-form/properties-fields';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { brokerAddedHeaders } from '@/lib/model/deaths';
import type { BrowsedMessage } from '@/lib/model/message';
import { bytesFromBase64 } from '@/lib/model/message-body';
import type { MessageEdit } from '@/lib/model/operations';
import { wholeEditOf } from './whole-edit';

/** What a replay takes off and puts on by itself; editing it would change nothing. */
const handled: ReadonlySet<string> = new Set([...brokerAddedHeaders, 'x-replay-id', 'x-replay-count', 'x-replay-origin']);

/** The body as text that can be typed, or why it can't be. */
function bodyOf(message: BrowsedMessage): { readonly text: string } | { readonly why: string } {
  const bytes = bytesFromBase64(message.bodyBase64);
  if (bytes.length < message.bodySizeBytes) return { why: 'Only the beginning of the body is here.' };
  if (message.properties.contentEncoding) return { why: `The body is packed as ${message.properties.contentEncoding}.` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { why: 'The body is not text.' };
  }
}

/** One message in an editor: body, typed headers, properties. What is not touched stays byte for byte. */
export function EditOneForm({ message, onEdit }: { message: BrowsedMessage; onEdit: (edit: MessageEdit | null) => void }) {
  const [body] = useState(() => bodyOf(message));
  const [{ form: before, kept }] = useState(() => {
    const headers = (message.properties.headers ?? []).filter(({ key }) => !handled.has(key));
    const { expiration: _expiration, ...properties } = message.properties; // a replay takes it off
    return formOf(properties, headers, 'text' in body ? body.text : '');
  });
  const [form, setForm] = useState(before);
  const change = (next: MessageForm) => {
    setForm(next);
    onEdit(wholeEditOf(before, next).edit);
  };
  const { faults } = wholeEditOf(before, form);
  return (
    <div className="flex flex-col gap-4">
      {'text' in body ? (
        <BodySection form={form} fault={faultOf(faults, 'body')} onChange={change} />
      ) : (
        <Notice tone="neutral">{body.why} It stays as it is; headers and properties can be changed.</Notice>
      )}
      <Section title="Headers">
        <HeadersEditor rows={form.headers} faults={faults} onChange={(headers) => change({ ...form, headers })} />
        {kept.length === 0 ? null : (
          <p className="pt-1 text-small text-ink-muted">Kept with their exact types: {kept.map(({ key }) => key).join(', ')}.</p>
        )}
      </Section>
      <Section title="Properties">
        <div className="flex flex-col gap-3">
          <MainProperties form={form} faults={faults} onChange={change} />
          <RarerProperties form={form} faults={faults} onChange={change} hasUserId={false} />
        </div>
      </Section>
    </div>
  );
}

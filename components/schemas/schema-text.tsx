'use client';

import type { ChangeEvent } from 'react';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextArea } from '@/components/ui/text-area';
import { type BodySchemaFormat, bodySchemaFormats, bodySchemaWords, type SchemaCheck } from '@/lib/model/body-schema';
import { formatCounted } from '@/lib/model/quantity';
import type { SchemaForm } from './use-schema-form';

const formatOf = (fileName: string): BodySchemaFormat => (fileName.endsWith('.proto') ? 'protobuf' : 'avro');

/** The text of a schema, from a file or typed in, and what the check said of it. */
export function SchemaText({
  form,
  check,
  onChange,
}: {
  form: SchemaForm;
  check: SchemaCheck | null;
  onChange: (change: Partial<SchemaForm>) => void;
}) {
  async function take(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file !== undefined) onChange({ name: file.name, format: formatOf(file.name), text: await file.text() });
  }
  const fault = check === null || check.ok ? null : check.fault;
  const wrong = fault === null ? null : fault.line === null ? fault.message : `Line ${fault.line}: ${fault.message}`;
  return (
    <>
      <Field label="File" hint="An Avro schema (.avsc) or a Protobuf file (.proto).">
        <input
          type="file"
          accept=".avsc,.proto,.json"
          onChange={(event) => void take(event)}
          className="text-small file:mr-2 file:h-7 file:rounded-base file:border file:border-line-strong file:bg-surface file:px-2"
        />
      </Field>
      <Field label="Format">
        <Select
          value={form.format}
          options={bodySchemaFormats.map((value) => ({ value, label: bodySchemaWords[value] }))}
          onChange={(format) => onChange({ format })}
        />
      </Field>
      <Field label="Schema" error={wrong} hint={check?.ok ? `Valid: ${formatCounted(check.types.length, 'message type')}.` : undefined}>
        <TextArea isMono rows={8} value={form.text} onChange={(event) => onChange({ text: event.target.value })} />
      </Field>
    </>
  );
}

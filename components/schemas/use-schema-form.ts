'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { BodySchema, BodySchemaFormat, SchemaCheck } from '@/lib/model/body-schema';
import type { QueuePlace } from '@/lib/queries/messages';
import { checkSchema, schemaKey } from '@/lib/queries/schemas';

export type SchemaForm = {
  readonly name: string;
  readonly format: BodySchemaFormat;
  readonly text: string;
  readonly rootType: string;
  readonly isForAll: boolean;
  readonly contentType: string;
};

export const formFor = (replaced: BodySchema | null): SchemaForm => ({
  name: replaced?.name ?? '',
  format: replaced?.shape.format ?? 'protobuf',
  text: '',
  rootType: replaced?.rootType ?? '',
  isForAll: replaced === null ? true : replaced.contentType === null,
  contentType: replaced?.contentType ?? '',
});

/** Why the form can't be sent yet, or null. */
export function whyNotSave(form: SchemaForm, check: SchemaCheck | null): string | null {
  if (form.text.trim() === '') return 'Choose a file or type the schema.';
  if (check === null) return 'The schema is being checked.';
  if (!check.ok) return 'The schema has a mistake.';
  if (form.name.trim() === '') return 'Give the schema a name.';
  if (!check.types.includes(form.rootType)) return 'Choose a message type.';
  return form.isForAll || form.contentType.trim() !== '' ? null : 'Give the content type.';
}

/** The form with what the console says of the schema as it stands. */
export function useSchemaForm(place: QueuePlace, replaced: BodySchema | null) {
  const [form, setForm] = useState(() => formFor(replaced));
  const text = useDeferredValue(form.text);
  const checked = useQuery<SchemaCheck>({
    queryKey: [...schemaKey(place), 'check', form.format, text],
    queryFn: () => checkSchema(place, form.format, text),
    enabled: text.trim() !== '',
    gcTime: 0,
    retry: false,
  });
  const check = text === form.text ? (checked.data ?? null) : null;
  // The one type of an Avro schema, or the first of a file, is chosen until the person chooses.
  const known = check?.ok && !check.types.includes(form.rootType) ? { ...form, rootType: check.types[0] ?? '' } : form;
  const change = (part: Partial<SchemaForm>) => setForm({ ...known, ...part });
  return [{ form: known, check, whyNot: checked.error ? 'The schema could not be checked.' : whyNotSave(known, check) }, change] as const;
}

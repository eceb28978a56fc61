'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { notify } from '@/components/ui/toast';
import type { BodySchema } from '@/lib/model/body-schema';
import { errorSentence } from '@/lib/queries/client';
import type { QueuePlace } from '@/lib/queries/messages';
import { saveSchema } from '@/lib/queries/schemas';
import { SchemaText } from './schema-text';
import { useSchemaForm } from './use-schema-form';

const everyBody = 'every';
const oneContentType = 'one';

/** A schema from a file or typed in: checked while it changes, then the message type and the bodies that it is for. */
export function SchemaDialog({
  place,
  replaced,
  onSaved,
  onClose,
}: {
  place: QueuePlace;
  replaced: BodySchema | null;
  onSaved: () => void;
  onClose: () => void;
}) {
  const formId = useId();
  const [state, change] = useSchemaForm(place, replaced);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { check, form } = state;
  const types = check?.ok ? check.types : [];
  async function save(event: FormEvent) {
    event.preventDefault();
    if (state.whyNot !== null) return;
    setIsSaving(true);
    try {
      await saveSchema(place, { ...form, contentType: form.isForAll ? null : form.contentType });
      notify(`${form.name} decodes bodies of ${place.queue} now.`);
      onSaved();
      onClose();
    } catch (cause) {
      setError(cause);
      setIsSaving(false);
    }
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={replaced === null ? 'Add a schema' : `Replace ${replaced.name}`}
      description={`For bodies in ${place.queue}.`}
      footer={
        <Button type="submit" form={formId} variant="primary" isBusy={isSaving} disabledReason={state.whyNot}>
          {replaced === null ? 'Add schema' : 'Replace schema'}
        </Button>
      }
    >
      <form id={formId} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <SchemaText form={form} check={check} onChange={change} />
        <Field label="Name" hint="One of a name in a queue: an older one is replaced.">
          <Input isMono value={form.name} readOnly={replaced !== null} onChange={(event) => change({ name: event.target.value })} />
        </Field>
        <Field label="Message type">
          <Select
            value={form.rootType}
            isDisabled={types.length === 0}
            options={types.map((type) => ({ value: type, label: type }))}
            onChange={(rootType) => change({ rootType })}
          />
        </Field>
        <Field label="Decodes">
          <Select
            value={form.isForAll ? everyBody : oneContentType}
            options={[
              { value: everyBody, label: 'every body of the queue' },
              { value: oneContentType, label: 'bodies of one content type' },
            ]}
            onChange={(value) => change({ isForAll: value === everyBody })}
          />
        </Field>
        {form.isForAll ? null : (
          <Field label="Content type" hint="As publishers set it, such as application/x-protobuf.">
            <Input isMono value={form.contentType} onChange={(event) => change({ contentType: event.target.value })} />
          </Field>
        )}
        {error === null ? null : <Notice tone="danger">{errorSentence(error)}</Notice>}
      </form>
    </Dialog>
  );
}

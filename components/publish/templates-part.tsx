'use client';

import { BookmarkPlus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { notify, notifyError, notifyUndo } from '@/components/ui/toast';
import type { MessageDraft, PublishTemplate } from '@/lib/model/message';
import { type TemplateInput, useRemoveTemplate, useSaveTemplate, useTemplates } from '@/lib/queries/publish';
import { useWhyNot } from '@/lib/queries/session';
import { NameTemplateDialog } from './name-template-dialog';

type TemplatesPartProps = {
  broker: string;
  virtualHost: string;
  /** Null while the form is not complete. */
  draft: MessageDraft | null;
  onLoad: (template: PublishTemplate) => void;
};

/** Messages kept under a name for everybody on this broker: load one, save this form as one, change or delete one. */
export function TemplatesPart({ broker, virtualHost, draft, onLoad }: TemplatesPartProps) {
  const whyNot = useWhyNot('message.publish');
  const templates = useTemplates(broker, whyNot === null).data ?? [];
  const save = useSaveTemplate(broker);
  const remove = useRemoveTemplate(broker);
  const [chosenId, setChosenId] = useState('');
  const [isNaming, setIsNaming] = useState(false);
  const chosen = templates.find(({ id }) => id === chosenId) ?? null;
  const incomplete = whyNot ?? (draft === null ? 'Complete the message first.' : null);
  const put = async (input: TemplateInput) => {
    const saved = await save.mutateAsync(input);
    setChosenId(saved.id);
    notify(`Saved the template ${saved.name}.`);
  };
  const drop = (template: PublishTemplate) =>
    remove.mutate(template.id, {
      onSuccess: () => {
        setChosenId('');
        notifyUndo(`Deleted the template ${template.name}.`, () => save.mutateAsync({ ...template, id: null }));
      },
      onError: notifyError,
    });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="w-60 max-sm:w-full">
        <Field label="Template">
          <Select
            value={chosen === null ? '' : chosenId}
            options={[
              { value: '', label: templates.length === 0 ? 'None saved yet' : 'None' },
              ...templates.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => {
              setChosenId(id);
              const template = templates.find((each) => each.id === id);
              if (template) onLoad(template);
            }}
          />
        </Field>
      </div>
      {chosen === null ? null : (
        <>
          <Button
            icon={Save}
            isBusy={save.isPending}
            disabledReason={incomplete}
            onClick={() => draft && void put({ id: chosen.id, name: chosen.name, virtualHost, draft }).catch(notifyError)}
          >
            Save
          </Button>
          <Button icon={Trash2} isBusy={remove.isPending} disabledReason={whyNot} onClick={() => drop(chosen)}>
            Delete
          </Button>
        </>
      )}
      <Button icon={BookmarkPlus} disabledReason={incomplete} onClick={() => setIsNaming(true)}>
        Save as…
      </Button>
      {isNaming && draft !== null ? (
        <NameTemplateDialog onSave={(name) => put({ id: null, name, virtualHost, draft })} onClose={() => setIsNaming(false)} />
      ) : null}
    </div>
  );
}

'use client';

import { HeadersEditor } from '@/components/message-form/headers-editor';
import { MainProperties, RarerProperties } from '@/components/message-form/properties-fields';
import { Section } from '@/components/ui/section';
import type { Queue } from '@/lib/model/resources';
import { useRoutePreview } from '@/lib/queries/publish';
import { BodyPart } from './body-part';
import { addressOf, checkForm, formOfDraft, type PublishForm } from './publish-form';
import { Receivers } from './receivers';
import { SendPart } from './send-part';
import { TargetFields } from './target-fields';
import { TemplatesPart } from './templates-part';

export type PublishMessageProps = {
  readonly broker: string;
  readonly form: PublishForm;
  readonly virtualHost: string;
  readonly virtualHosts: readonly string[];
  readonly exchangeNames: readonly string[];
  readonly queueNames: readonly string[];
  readonly queues: readonly Queue[] | undefined;
  readonly bindingsCount: number;
  readonly onVirtualHost: (virtualHost: string) => void;
  readonly onChange: (form: PublishForm) => void;
};

/** One message by hand, once or many times: who will receive it is known before, and what the broker said after. */
export function PublishMessage(props: PublishMessageProps) {
  const { broker, form, virtualHost, onChange } = props;
  const checked = checkForm(form);
  const hasTarget = form.target === 'queue' ? form.queue !== '' : form.exchange !== '';
  const question = hasTarget ? { virtualHost, ...addressOf(form), headers: checked.headers } : null;
  const preview = useRoutePreview(broker, question, props.bindingsCount);
  const changeMessage = (message: Partial<PublishForm>) => onChange({ ...form, ...message });
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_360px]">
      <div className="flex min-w-0 flex-col gap-5">
        <TemplatesPart
          broker={broker}
          virtualHost={virtualHost}
          draft={checked.draft}
          onLoad={(template) => {
            props.onVirtualHost(template.virtualHost);
            onChange(formOfDraft(template.draft, template.name));
          }}
        />
        <Section title="Target">
          <TargetFields {...props} />
        </Section>
        <BodyPart form={form} faults={checked.faults} onChange={onChange} />
        <Section title="Headers">
          <HeadersEditor rows={form.headers} faults={checked.faults} onChange={(headers) => onChange({ ...form, headers })} />
          {form.kept.length === 0 ? null : (
            <p className="pt-1 text-small text-ink-muted">
              Sent as well, with their exact types: {form.kept.map(({ key }) => key).join(', ')}.
            </p>
          )}
        </Section>
        <Section title="Properties">
          <div className="flex flex-col gap-3">
            <MainProperties form={form} faults={checked.faults} onChange={changeMessage} />
            <RarerProperties form={form} faults={checked.faults} onChange={changeMessage} />
          </div>
        </Section>
      </div>
      <div className="flex min-w-0 flex-col gap-5 xl:sticky xl:top-0">
        <Section title="Who receives it">
          <Receivers
            broker={broker}
            virtualHost={virtualHost}
            hasTarget={hasTarget}
            preview={preview.data}
            error={preview.error}
            queues={props.queues}
          />
        </Section>
        {/* Beside the form it stands first: a button that moves with the list of receivers is missed. */}
        <div className="xl:order-first">
          <SendPart broker={broker} virtualHost={virtualHost} form={form} onChange={onChange} />
        </div>
      </div>
    </div>
  );
}

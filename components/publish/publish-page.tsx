'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { PageBody } from '@/components/shell/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { useLiveRows } from '@/lib/queries/live';
import { useVirtualHosts } from '@/lib/queries/policies';
import { useRoutePreview } from '@/lib/queries/publish';
import { BodySection } from './body-section';
import { HeadersEditor } from './headers-editor';
import { MainProperties, RarerProperties } from './properties-fields';
import { addressOf, checkForm, emptyForm, faultOf, type PublishForm } from './publish-form';
import { Receivers } from './receivers';
import { SendPart } from './send-part';
import { TargetFields } from './target-fields';

const parsers = {
  vhost: parseAsString,
  exchange: parseAsString.withDefault(''),
  queue: parseAsString.withDefault(''),
  key: parseAsString.withDefault(''),
};

/** The form, with the target in the URL and the rest in the page: a body can be private and long. */
function useForm(): readonly [PublishForm, (form: PublishForm) => void, string | null, (vhost: string) => void] {
  const [params, setParams] = useQueryStates(parsers, { history: 'replace' });
  const [rest, setRest] = useState<PublishForm>(() => ({ ...emptyForm, target: params.queue === '' ? 'exchange' : 'queue' }));
  const form = { ...rest, exchange: params.exchange, queue: params.queue, routingKey: params.key };
  const change = (next: PublishForm) => {
    setRest(next);
    void setParams({ exchange: next.exchange || null, queue: next.queue || null, key: next.routingKey || null });
  };
  return [form, change, params.vhost, (vhost) => void setParams({ vhost })];
}

/** Publish by hand: who will receive it is known before, and what the broker said after. */
export function PublishPage({ broker }: { broker: string }) {
  const [form, setForm, vhost, setVirtualHost] = useForm();
  const hosts = useVirtualHosts(broker).data?.map((host) => host.name) ?? [];
  const virtualHost = vhost ?? (hosts.includes('/') ? '/' : (hosts[0] ?? '/'));
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const namesIn = (rows: readonly { virtualHost: string; name: string }[] | undefined) =>
    rows?.flatMap((row) => (row.virtualHost === virtualHost && row.name !== '' ? [row.name] : [])) ?? [];
  const checked = checkForm(form);
  const hasTarget = form.target === 'queue' ? form.queue !== '' : form.exchange !== '';
  const preview = useRoutePreview(
    broker,
    hasTarget ? { virtualHost, ...addressOf(form), headers: checked.headers } : null,
    bindings?.length ?? 0,
  );
  return (
    <>
      <PageHeader
        title="Publish"
        sentence="Sends a message as an application would: confirmed by the broker, and returned if no queue takes it."
      />
      <PageBody>
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_360px]">
          <div className="flex min-w-0 flex-col gap-5">
            <Section title="Target">
              <TargetFields
                form={form}
                virtualHost={virtualHost}
                virtualHosts={hosts}
                exchangeNames={namesIn(exchanges)}
                queueNames={namesIn(queues)}
                onVirtualHost={setVirtualHost}
                onChange={setForm}
              />
            </Section>
            <BodySection form={form} fault={faultOf(checked.faults, 'body')} onChange={setForm} />
            <Section title="Headers">
              <HeadersEditor rows={form.headers} faults={checked.faults} onChange={(headers) => setForm({ ...form, headers })} />
            </Section>
            <Section title="Properties">
              <div className="flex flex-col gap-3">
                <MainProperties form={form} faults={checked.faults} onChange={setForm} />
                <RarerProperties form={form} faults={checked.faults} onChange={setForm} />
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
                queues={queues}
              />
            </Section>
            {/* Beside the form it stands first: a button that moves with the list of receivers is missed. */}
            <div className="xl:order-first">
              <SendPart broker={broker} virtualHost={virtualHost} form={form} onChange={setForm} />
            </div>
          </div>
        </div>
      </PageBody>
    </>
  );
}

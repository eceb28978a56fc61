'use client';

import { PageBody } from '@/components/shell/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useLiveRows } from '@/lib/queries/live';
import { useVirtualHosts } from '@/lib/queries/policies';
import { ImportPart } from './import-part';
import { PublishMessage } from './publish-message';
import { usePublishForm } from './use-publish-form';

const sentences = {
  message: 'Sends a message as an application would: confirmed by the broker, and returned if no queue takes it.',
  file: 'Puts back what an export wrote, every type kept. Runs on the server and goes on without this page.',
} as const;

/** Publish by hand: one message, once or many times, or all messages of a file. */
export function PublishPage({ broker }: { broker: string }) {
  const virtualHosts = useVirtualHosts(broker).data?.map((host) => host.name) ?? [];
  const { form, change, virtualHost, setVirtualHost, way, setWay } = usePublishForm(broker, virtualHosts);
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const namesIn = (rows: readonly { virtualHost: string; name: string }[] | undefined) =>
    rows?.flatMap((row) => (row.virtualHost === virtualHost && row.name !== '' ? [row.name] : [])) ?? [];
  return (
    <>
      <PageHeader
        title="Publish"
        sentence={sentences[way]}
        actions={
          <SegmentedControl
            ariaLabel="Publish"
            value={way}
            onChange={setWay}
            options={[
              { value: 'message', label: 'A message' },
              { value: 'file', label: 'A file' },
            ]}
          />
        }
      />
      <PageBody>
        {way === 'file' ? (
          <ImportPart broker={broker} virtualHost={virtualHost} queueNames={namesIn(queues)} />
        ) : (
          <PublishMessage
            broker={broker}
            form={form}
            virtualHost={virtualHost}
            virtualHosts={virtualHosts}
            exchangeNames={namesIn(exchanges)}
            queueNames={namesIn(queues)}
            queues={queues}
            bindingsCount={bindings?.length ?? 0}
            onVirtualHost={setVirtualHost}
            onChange={change}
          />
        )}
      </PageBody>
    </>
  );
}

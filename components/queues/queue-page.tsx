'use client';

import { Ellipsis, Layers } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { PageSkeleton } from '@/components/shell/page-skeleton';
import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { FeatureChips } from '@/components/ui/feature-chips';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { CopyButton } from '@/components/ui/mono-name';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { pagePath } from '@/lib/model/page-path';
import { formatCountShort } from '@/lib/model/quantity';
import { queueHealth } from '@/lib/model/queue-health';
import type { Queue } from '@/lib/model/resources';
import { useDeadLetterTargets } from '@/lib/queries/dead-letter-targets';
import { useLiveQueue } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { queueActs } from './queue-acts';
import { queueFeatures } from './queue-features';
import { QueueOverviewTab } from './queue-overview-tab';
import { QueueSettingsTab } from './queue-settings-tab';

const DeleteQueueDialog = dynamic(() => import('./delete-queue-dialog').then((module) => module.DeleteQueueDialog), { ssr: false });
const PurgeDialog = dynamic(() => import('./purge-dialog').then((module) => module.PurgeDialog), { ssr: false });

const tabs = ['overview', 'messages', 'routing', 'consumers', 'settings'] as const;
type Tab = (typeof tabs)[number];

/** The tabs that other resources fill; the route puts them in, so that resource folders stay apart. */
export type QueueSlots = { readonly [Slot in 'messages' | 'routing' | 'consumers' | 'schemas']: ReactNode };

function QueueHead({ broker, queue }: { broker: string; queue: Queue }) {
  const router = useRouter();
  const [act, setAct] = useState<'purge' | 'delete' | null>(null);
  const isTarget = useDeadLetterTargets(broker)?.isTarget(queue) ?? false;
  const reasons = { manage: useWhyNot('queue.manage'), purge: useWhyNot('queue.purge'), publish: useWhyNot('message.publish') };
  const on = { purge: () => setAct('purge'), remove: () => setAct('delete') };
  const title = (
    <>
      <span className="font-mono break-all">{queue.name}</span>
      <CopyButton text={queue.name} label="Copy the name" />
      <Badge>{queue.type}</Badge>
    </>
  );
  const features = [{ label: `virtual host ${queue.virtualHost}`, explanation: 'Its virtual host.' }, ...queueFeatures(queue)];
  const close = () => setAct(null);
  return (
    <>
      <PageHeader
        title={title}
        sentence={<span className="text-ink">{queueHealth(queue, isTarget).sentence}</span>}
        detail={<FeatureChips isWrapping features={features} />}
        actions={
          <Menu trigger={<IconButton label="Acts on this queue" icon={Ellipsis} />} entries={queueActs(broker, queue, reasons, on)} />
        }
      />
      {act === 'purge' ? <PurgeDialog broker={broker} queues={[queue]} onClose={close} /> : null}
      {act === 'delete' ? (
        <DeleteQueueDialog broker={broker} queues={[queue]} onClose={close} onDeleted={() => router.push(pagePath([broker, 'queues']))} />
      ) : null}
    </>
  );
}

function panel(tab: Tab, broker: string, queue: Queue, slots: QueueSlots): ReactNode {
  if (tab === 'overview') return <QueueOverviewTab broker={broker} queue={queue} />;
  if (tab === 'settings') return <QueueSettingsTab queue={queue} schemas={slots.schemas} />;
  return slots[tab];
}

/** One queue: head with the sentence that matters, and its tabs. */
export function QueuePage({ broker, virtualHost, name, slots }: { broker: string; virtualHost: string; name: string; slots: QueueSlots }) {
  const queue = useLiveQueue(broker, virtualHost, name);
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('overview').withOptions({ history: 'push' }));
  if (queue === undefined) return <PageSkeleton />;
  if (queue === null)
    return (
      <EmptyState icon={Layers} title="This queue is gone" action={<ButtonLink href={pagePath([broker, 'queues'])}>All queues</ButtonLink>}>
        No queue <span className="font-mono">{name}</span> in the virtual host <span className="font-mono">{virtualHost}</span>. It was
        deleted or has expired, or the address is wrong.
      </EmptyState>
    );
  const entries = [
    { value: 'overview', label: 'Overview' },
    { value: 'messages', label: 'Messages', count: formatCountShort(queue.totalCount) },
    { value: 'routing', label: 'Routing' },
    { value: 'consumers', label: 'Consumers', count: formatCountShort(queue.consumerCount) },
    { value: 'settings', label: 'Settings' },
  ] as const;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <QueueHead broker={broker} queue={queue} />
      <Tabs value={tab} tabs={entries} onChange={(next) => void setTab(next)}>
        {panel(tab, broker, queue, slots)}
      </Tabs>
    </div>
  );
}

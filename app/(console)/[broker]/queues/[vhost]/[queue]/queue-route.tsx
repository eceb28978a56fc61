'use client';

import dynamic from 'next/dynamic';
import { QueuePage } from '@/components/queues/queue-page';
import { PageSkeleton } from '@/components/shell/page-skeleton';

const MessagesView = dynamic(() => import('@/components/messages/messages-view').then((module) => module.MessagesView), {
  loading: PageSkeleton,
});
const NearRoutes = dynamic(() => import('@/components/routing-graph/near-routes').then((module) => module.NearRoutes), {
  loading: PageSkeleton,
});
const ConsumersTable = dynamic(() => import('@/components/channels/consumers-table').then((module) => module.ConsumersTable), {
  loading: PageSkeleton,
});

const SchemasSection = dynamic(() => import('@/components/schemas/schemas-section').then((module) => module.SchemasSection));

/** Puts the other resources' views into the tabs of a queue; each is loaded when its tab is opened. */
export function QueueRoute({ broker, virtualHost, name }: { broker: string; virtualHost: string; name: string }) {
  const slots = {
    messages: <MessagesView broker={broker} virtualHost={virtualHost} queue={name} />,
    routing: <NearRoutes broker={broker} virtualHost={virtualHost} kind="queue" name={name} />,
    consumers: <ConsumersTable broker={broker} queue={{ virtualHost, name }} />,
    schemas: <SchemasSection place={{ broker, virtualHost, queue: name }} />,
  };
  return <QueuePage broker={broker} virtualHost={virtualHost} name={name} slots={slots} />;
}

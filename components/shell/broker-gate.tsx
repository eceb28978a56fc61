'use client';

import { Server, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useBrokers } from '@/lib/queries/brokers';
import { useFreshness, useLiveOverview } from '@/lib/queries/live';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';

/** Pages of a broker that is not connected, or has never answered yet, say so instead of loading for ever. */
export function BrokerGate({ broker, children }: { broker: string; children: ReactNode }) {
  const { data, error, refetch } = useBrokers();
  const freshness = useFreshness(broker);
  const isUnknown = useLiveOverview(broker) === undefined;
  if (error && !data) return <ErrorState what="The brokers" cause={error} onRetry={() => void refetch()} />;
  if (data && !data.some((each) => each.id === broker))
    return (
      <EmptyState icon={Server} title="No such broker" action={<ButtonLink href="/brokers">All brokers</ButtonLink>}>
        No broker is connected under the name {broker}. It may have been removed, or the address is wrong.
      </EmptyState>
    );
  if (isUnknown && freshness?.state === 'stale')
    return (
      <EmptyState icon={Unplug} title="This broker does not answer" action={<ButtonLink href="/brokers">All brokers</ButtonLink>}>
        {freshness.reason} The console keeps trying; this page fills by itself as soon as the broker answers.
      </EmptyState>
    );
  return <>{children}</>;
}

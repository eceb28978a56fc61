'use client';

import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { useBrokers } from '@/lib/queries/brokers';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';

/** Pages of a broker that is not (or no more) connected say so instead of loading for ever. */
export function BrokerGate({ broker, children }: { broker: string; children: ReactNode }) {
  const { data, error, refetch } = useBrokers();
  if (error && !data) return <ErrorState what="The brokers" cause={error} onRetry={() => void refetch()} />;
  if (data && !data.some((each) => each.id === broker))
    return (
      <EmptyState icon={Server} title="No such broker" action={<ButtonLink href="/brokers">All brokers</ButtonLink>}>
        No broker is connected under the name {broker}. It may have been removed, or the address is wrong.
      </EmptyState>
    );
  return <>{children}</>;
}

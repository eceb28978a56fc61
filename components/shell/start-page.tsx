'use client';

import { Server } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pagePath } from '@/lib/model/page-path';
import { useBrokers } from '@/lib/queries/brokers';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { PageSkeleton } from './page-skeleton';
import { useCurrentBroker } from './use-current-broker';

/** To the overview of the broker looked at last, else the first; without any broker, how to connect one. */
export function StartPage() {
  const router = useRouter();
  const { data, error, refetch } = useBrokers();
  const broker = useCurrentBroker();
  useEffect(() => {
    if (broker !== null) router.replace(pagePath([broker, 'overview']));
  }, [broker, router]);
  if (error && !data) return <ErrorState what="The brokers" cause={error} onRetry={() => void refetch()} />;
  if (data?.length === 0)
    return (
      <EmptyState
        icon={Server}
        title="No broker is connected"
        action={<ButtonLink href="/brokers?dialog=new">Connect a broker</ButtonLink>}
      >
        Connect a RabbitMQ, or start the console with its embedded broker.
      </EmptyState>
    );
  return <PageSkeleton />;
}

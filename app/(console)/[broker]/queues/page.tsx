import type { Metadata } from 'next';
import { QueuesPage } from '@/components/queues/queues-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Queues' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <QueuesPage broker={decodeSegment(broker)} />;
}

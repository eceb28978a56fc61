import type { Metadata } from 'next';
import { ConnectionsPage } from '@/components/connections/connections-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Connections' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <ConnectionsPage broker={decodeSegment(broker)} />;
}

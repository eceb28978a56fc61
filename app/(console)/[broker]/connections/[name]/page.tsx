import type { Metadata } from 'next';
import { ConnectionPage } from '@/components/connections/connection-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Connection' };

export default async function Page({ params }: { params: Promise<{ broker: string; name: string }> }) {
  const { broker, name } = await params;
  return <ConnectionPage broker={decodeSegment(broker)} name={decodeSegment(name)} />;
}

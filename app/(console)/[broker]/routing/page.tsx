import type { Metadata } from 'next';
import { RoutingPage } from '@/components/routing/routing-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Routing' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <RoutingPage broker={decodeSegment(broker)} />;
}

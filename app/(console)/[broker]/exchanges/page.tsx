import type { Metadata } from 'next';
import { ExchangesPage } from '@/components/exchanges/exchanges-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Exchanges' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <ExchangesPage broker={decodeSegment(broker)} />;
}

import type { Metadata } from 'next';
import { ExchangePage } from '@/components/exchanges/exchange-page';
import { exchangeName } from '@/components/exchanges/exchange-words';
import { decodeSegment } from '@/lib/model/path-segment';

type Params = { broker: string; vhost: string; exchange: string };

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  return { title: decodeSegment((await params).exchange) };
}

export default async function Page({ params }: { params: Promise<Params> }) {
  const { broker, vhost, exchange } = await params;
  return <ExchangePage broker={decodeSegment(broker)} virtualHost={decodeSegment(vhost)} name={exchangeName(decodeSegment(exchange))} />;
}

import type { Metadata } from 'next';
import { decodeSegment } from '@/lib/model/path-segment';
import { QueueRoute } from './queue-route';

type Params = { broker: string; vhost: string; queue: string };

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  return { title: decodeSegment((await params).queue) };
}

export default async function Page({ params }: { params: Promise<Params> }) {
  const { broker, vhost, queue } = await params;
  return <QueueRoute broker={decodeSegment(broker)} virtualHost={decodeSegment(vhost)} name={decodeSegment(queue)} />;
}

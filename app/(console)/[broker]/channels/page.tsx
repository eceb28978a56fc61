import type { Metadata } from 'next';
import { ChannelsPage } from '@/components/channels/channels-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Channels' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <ChannelsPage broker={decodeSegment(broker)} />;
}

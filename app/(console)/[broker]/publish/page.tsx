import type { Metadata } from 'next';
import { PublishPage } from '@/components/publish/publish-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Publish' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <PublishPage broker={decodeSegment(broker)} />;
}

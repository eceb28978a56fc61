import type { Metadata } from 'next';
import { OverviewPage } from '@/components/overview/overview-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <OverviewPage broker={decodeSegment(broker)} />;
}

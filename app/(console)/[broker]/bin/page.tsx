import type { Metadata } from 'next';
import { BinPage } from '@/components/bin/bin-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Bin' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <BinPage broker={decodeSegment(broker)} />;
}

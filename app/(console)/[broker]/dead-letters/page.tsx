import type { Metadata } from 'next';
import { DeadLettersPage } from '@/components/dead-letters/dead-letters-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Dead letters' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <DeadLettersPage broker={decodeSegment(broker)} />;
}

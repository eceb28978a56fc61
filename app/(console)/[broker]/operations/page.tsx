import type { Metadata } from 'next';
import { OperationsPage } from '@/components/operations/operations-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Operations' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <OperationsPage broker={decodeSegment(broker)} />;
}

import type { Metadata } from 'next';
import { OperationPage } from '@/components/operations/operation-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Operation' };

export default async function Page({ params }: { params: Promise<{ broker: string; id: string }> }) {
  const { broker, id } = await params;
  return <OperationPage broker={decodeSegment(broker)} id={decodeSegment(id)} />;
}

import type { Metadata } from 'next';
import { PoliciesPage } from '@/components/policies/policies-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Policies' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <PoliciesPage broker={decodeSegment(broker)} />;
}

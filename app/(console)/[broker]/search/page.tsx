import type { Metadata } from 'next';
import { SearchPage } from '@/components/search/search-page';
import { decodeSegment } from '@/lib/model/path-segment';

export const metadata: Metadata = { title: 'Search' };

export default async function Page({ params }: { params: Promise<{ broker: string }> }) {
  const { broker } = await params;
  return <SearchPage broker={decodeSegment(broker)} />;
}

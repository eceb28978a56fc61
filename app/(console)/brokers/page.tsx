import type { Metadata } from 'next';
import { BrokersPage } from '@/components/brokers/brokers-page';

export const metadata: Metadata = { title: 'Brokers' };

export default function Page() {
  return <BrokersPage />;
}

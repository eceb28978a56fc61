import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SetupPage } from '@/components/access/setup-page';

export const metadata: Metadata = { title: 'Set up' };

export default function Page() {
  return (
    <Suspense>
      <SetupPage />
    </Suspense>
  );
}

'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { RequestError } from '@/lib/queries/client';

const Toasts = dynamic(() => import('./toasts').then((module) => module.Toasts), { ssr: false });

const STALE_MS = 5_000;
const RETRY_COUNT_MAX = 2;

/** What the server refused will be refused again; only what may pass is tried again. */
const mayPass = (count: number, cause: Error): boolean =>
  count < RETRY_COUNT_MAX && !(cause instanceof RequestError && !['internal', 'broker-timeout', 'broker-unreachable'].includes(cause.code));

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: STALE_MS, retry: mayPass } } }));
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange {...(nonce ? { nonce } : {})}>
        <NuqsAdapter>
          {children}
          <Toasts />
        </NuqsAdapter>
      </ThemeProvider>
    </QueryClientProvider>
  );
}

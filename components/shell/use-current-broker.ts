'use client';

import { useParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useBrokers } from '@/lib/queries/brokers';

const STORAGE_KEY = 'warren.broker';

/**
 * The broker of the page, else (on pages of the console itself) the one looked at last, else the first.
 * null while nothing is known or no broker is connected.
 */
export function useCurrentBroker(): string | null {
  const { broker } = useParams<{ broker?: string }>();
  const fromPage = broker === undefined ? null : decodeURIComponent(broker);
  const [remembered, setRemembered] = useState<string | null>(null);
  const { data } = useBrokers();
  useEffect(() => {
    if (fromPage === null) setRemembered(localStorage.getItem(STORAGE_KEY));
    else localStorage.setItem(STORAGE_KEY, fromPage);
  }, [fromPage]);
  if (fromPage !== null) return fromPage;
  return (data?.find((each) => each.id === remembered) ?? data?.[0])?.id ?? null;
}

'use client';

import { useEffect, useMemo, useState } from 'react';
import { Sparkline } from '@/components/charts/sparkline';
import type { Queue } from '@/lib/model/resources';
import { useDepths } from '@/lib/queries/depths';

/** A row that only flies by while scrolling asks for nothing. */
const SETTLE_MS = 300;

/** Messages in the queue over the last minutes, ending in what the row says now. */
export function DepthSparkline({ broker, queue }: { broker: string; queue: Queue }) {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSettled ? <Depths broker={broker} queue={queue} /> : null;
}

function Depths({ broker, queue }: { broker: string; queue: Queue }) {
  const { data } = useDepths(broker, queue);
  const values = useMemo(() => (data ? [...data, queue.totalCount] : undefined), [data, queue.totalCount]);
  return <Sparkline values={values} />;
}

import type { ReactNode } from 'react';
import { BrokerGate } from '@/components/shell/broker-gate';
import { decodeSegment } from '@/lib/model/path-segment';

export default async function BrokerLayout({ params, children }: { params: Promise<{ broker: string }>; children: ReactNode }) {
  const { broker } = await params;
  return <BrokerGate broker={decodeSegment(broker)}>{children}</BrokerGate>;
}

'use client';

import { useMemo } from 'react';
import { Section } from '@/components/ui/section';
import { Term } from '@/components/ui/term';
import { formatCount, formatRate } from '@/lib/model/quantity';
import type { Channel } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';

/** A connection has few channels; a client that leaks them is told by the number, not by ten thousand rows. */
const SHOWN_COUNT_MAX = 100;

const cell = 'h-7 px-2 text-right';

function ChannelRow({ channel }: { channel: Channel }) {
  return (
    <tr className="border-b border-line/60">
      <th scope="row" className="h-7 px-2 text-left font-mono font-normal">
        {channel.number}
      </th>
      <td className="px-2">
        {[channel.isConfirm ? 'confirm' : '', channel.isTransactional ? 'transactional' : ''].filter(Boolean).join(', ') || 'plain'}
      </td>
      <td className={cell}>{formatCount(channel.consumerCount)}</td>
      <td className={cell}>{channel.prefetchCount === 0 ? 'no limit' : formatCount(channel.prefetchCount)}</td>
      <td className={cell}>{formatCount(channel.unacknowledgedCount)}</td>
      <td className={cell}>{formatCount(channel.unconfirmedCount)}</td>
      <td className={cell}>{formatRate(channel.rates.publish)}</td>
      <td className={cell}>{formatRate(channel.rates.deliver)}</td>
      <td className={cell}>{formatRate(channel.rates.acknowledge)}</td>
    </tr>
  );
}

export function ConnectionChannels({ broker, connectionName }: { broker: string; connectionName: string }) {
  const channels = useLiveRows(broker, 'channels');
  const mine = useMemo(() => channels?.filter((channel) => channel.connectionName === connectionName), [channels, connectionName]);
  return (
    <Section title={`Channels${mine ? ` (${formatCount(mine.length)})` : ''}`}>
      {mine?.length === 0 ? <p className="text-ink-muted">The client has opened no channel.</p> : null}
      {mine && mine.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[640px]">
            <thead className="text-small text-ink-muted">
              <tr className="border-b [&>th]:h-7 [&>th]:px-2 [&>th]:text-right [&>th]:font-normal">
                <th scope="col" className="text-left!">
                  Channel
                </th>
                <th scope="col" className="text-left!">
                  Mode
                </th>
                <th scope="col">Consumers</th>
                <th scope="col">
                  <Term word="prefetch">Prefetch</Term>
                </th>
                <th scope="col">
                  <Term word="unacknowledged">Unacked</Term>
                </th>
                <th scope="col">
                  <Term word="confirm">Unconfirmed</Term>
                </th>
                <th scope="col">Publish/s</th>
                <th scope="col">Deliver/s</th>
                <th scope="col">Ack/s</th>
              </tr>
            </thead>
            <tbody>
              {mine.slice(0, SHOWN_COUNT_MAX).map((channel) => (
                <ChannelRow key={channel.name} channel={channel} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Section>
  );
}

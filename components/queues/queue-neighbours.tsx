'use client';

import { useMemo } from 'react';
import { Link } from '@/components/ui/link';
import { MonoName } from '@/components/ui/mono-name';
import { Section } from '@/components/ui/section';
import { exchangePath, pagePath, queuePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';

/** The tabs have all of them. */
const SHOWN_COUNT_MAX = 6;
const rowClass = 'flex min-h-8 items-center gap-3 border-b border-line/60 last:border-b-0';

function More({ count, href }: { count: number; href: string }) {
  if (count <= SHOWN_COUNT_MAX) return null;
  return (
    <Link href={href} className="mt-1 inline-block text-accent hover:underline">
      {formatCount(count - SHOWN_COUNT_MAX)} more
    </Link>
  );
}

function Sources({ broker, queue }: { broker: string; queue: Queue }) {
  const bindings = useLiveRows(broker, 'bindings');
  const mine = useMemo(
    () =>
      bindings?.filter(
        (each) =>
          each.source !== '' &&
          each.destinationType === 'queue' &&
          each.destination === queue.name &&
          each.virtualHost === queue.virtualHost,
      ) ?? [],
    [bindings, queue.name, queue.virtualHost],
  );
  return (
    <Section title={`Messages come from (${formatCount(mine.length)})`}>
      {mine.length === 0 ? (
        <p className="py-1 text-ink-muted">No exchange is bound to it: only the default exchange reaches it, by its name.</p>
      ) : null}
      <ul>
        {mine.slice(0, SHOWN_COUNT_MAX).map((binding) => (
          <li key={`${binding.source} ${binding.propertiesKey}`} className={rowClass}>
            <MonoName name={binding.source} href={exchangePath(broker, { virtualHost: binding.virtualHost, name: binding.source })} />
            <span className="min-w-0 truncate text-ink-muted">
              {binding.routingKey === '' ? 'no key' : <span className="font-mono">{binding.routingKey}</span>}
            </span>
          </li>
        ))}
      </ul>
      <More count={mine.length} href={queuePath(broker, queue, { tab: 'routing' })} />
    </Section>
  );
}

function Takers({ broker, queue }: { broker: string; queue: Queue }) {
  const consumers = useLiveRows(broker, 'consumers');
  const mine = useMemo(
    () => consumers?.filter((each) => each.queue === queue.name && each.virtualHost === queue.virtualHost) ?? [],
    [consumers, queue.name, queue.virtualHost],
  );
  return (
    <Section title={`Consumers (${formatCount(mine.length)})`}>
      {mine.length === 0 ? <p className="py-1 text-ink-muted">Nobody consumes: messages wait until a client subscribes.</p> : null}
      <ul>
        {mine.slice(0, SHOWN_COUNT_MAX).map((consumer) => (
          <li key={`${consumer.channelName} ${consumer.consumerTag}`} className={rowClass}>
            <span className="flex min-w-0 flex-1">
              <MonoName name={consumer.consumerTag} />
            </span>
            <MonoName name={consumer.connectionName} href={pagePath([broker, 'connections', consumer.connectionName])} />
            <span className="w-[112px] shrink-0 text-right text-small text-ink-muted">
              {consumer.prefetchCount === 0 ? 'no prefetch limit' : `prefetch ${formatCount(consumer.prefetchCount)}`}
            </span>
          </li>
        ))}
      </ul>
      <More count={mine.length} href={queuePath(broker, queue, { tab: 'consumers' })} />
    </Section>
  );
}

/** Who fills the queue and who empties it. */
export function QueueNeighbours({ broker, queue }: { broker: string; queue: Queue }) {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <Sources broker={broker} queue={queue} />
      <Takers broker={broker} queue={queue} />
    </div>
  );
}

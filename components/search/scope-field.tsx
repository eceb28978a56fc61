'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useBroker, useBrokers } from '@/lib/queries/brokers';
import { useLiveRows } from '@/lib/queries/live';
import { queueKey, queuesMax, queuesOf, type SearchParams } from './search-params';

/** Where is looked: chosen queues of any virtual host, all of this broker, or all brokers. */
export function ScopeField({
  broker,
  params,
  onChange,
}: {
  broker: string;
  params: SearchParams;
  onChange: (change: Partial<SearchParams>) => void;
}) {
  const name = useBroker(broker)?.name ?? 'This broker';
  const count = useBrokers().data?.length ?? 1;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <span className="text-small font-medium text-ink-muted">Where</span>
      <SegmentedControl
        ariaLabel="Where to look"
        value={params.where}
        onChange={(where) => onChange({ where })}
        options={[
          { value: 'queues', label: 'Chosen queues' },
          { value: 'broker', label: `All of ${name}` },
          { value: 'all', label: count === 1 ? 'All brokers' : `All ${count} brokers` },
        ]}
      />
      {params.where === 'queues' ? <ChosenQueues broker={broker} params={params} onChange={onChange} /> : null}
    </div>
  );
}

type Row = { readonly virtualHost: string; readonly name: string };

function ChosenQueues({
  broker,
  params,
  onChange,
}: {
  broker: string;
  params: SearchParams;
  onChange: (change: Partial<SearchParams>) => void;
}) {
  const rows = useLiveRows(broker, 'queues') ?? [];
  const hasVirtualHosts = new Set(rows.map(({ virtualHost }) => virtualHost)).size > 1;
  const labelOf = ({ virtualHost, name }: Row) => (hasVirtualHosts ? `${name} · ${virtualHost}` : name);
  const chosen = queuesOf(params);
  const keys = chosen.map(queueKey);
  const free = rows.filter((row) => !keys.includes(queueKey(row)));
  const add = (text: string) => {
    // A suggestion that was picked is a whole name; a half-typed one is not.
    const picked = free.find((row) => labelOf(row) === text);
    if (picked && keys.length < queuesMax) onChange({ queues: [...keys, queueKey(picked)] });
  };
  return (
    <>
      <ul className="contents">
        {chosen.map((queue) => (
          <li key={queueKey(queue)}>
            <Button
              size="small"
              icon={X}
              aria-label={`Leave out ${queue.name}`}
              onClick={() => onChange({ queues: keys.filter((key) => key !== queueKey(queue)) })}
            >
              <span className="font-mono">{labelOf(queue)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div className="w-56">
        <Combobox
          key={keys.length}
          size="small"
          ariaLabel="Add a queue"
          value=""
          suggestions={free.map(labelOf)}
          onChange={add}
          placeholder="Add a queue"
        />
      </div>
    </>
  );
}

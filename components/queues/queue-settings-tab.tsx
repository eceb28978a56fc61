'use client';

import type { ReactNode } from 'react';
import { PageBody } from '@/components/shell/page-body';
import { type Fact, Facts } from '@/components/ui/facts';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { Term } from '@/components/ui/term';
import { Tooltip } from '@/components/ui/tooltip';
import type { PlainTable } from '@/lib/model/field-table';
import { ABSENT, formatBytes } from '@/lib/model/quantity';
import { findQueueArgument, findQueueArgumentByPolicyKey, type QueueArgumentRow } from '@/lib/model/queue-arguments';
import { formatArgument } from '@/lib/model/queue-arguments/argument-text';
import type { Queue } from '@/lib/model/resources';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const mono = (text: string | null) => (text === null ? ABSENT : <span className="font-mono break-all">{text}</span>);

const natureOf = (queue: Queue): readonly Fact[] => [
  { key: 'name', label: 'Name', value: mono(queue.name) },
  { key: 'vhost', label: <Term word="virtual host">Virtual host</Term>, value: mono(queue.virtualHost) },
  { key: 'type', label: 'Type', value: queue.type },
  { key: 'durable', label: <Term word="durable">Durable</Term>, value: yesNo(queue.isDurable) },
  { key: 'auto', label: <Term word="auto-delete">Auto-delete</Term>, value: yesNo(queue.isAutoDelete) },
  { key: 'exclusive', label: <Term word="exclusive">Exclusive</Term>, value: yesNo(queue.isExclusive) },
  { key: 'state', label: 'State', value: queue.state },
  { key: 'node', label: 'Node', value: mono(queue.node) },
  { key: 'memory', label: 'Memory', value: formatBytes(queue.memoryBytes) },
  { key: 'idle', label: 'Idle since', value: queue.idleSinceMs === null ? ABSENT : <RelativeTime atMs={queue.idleSinceMs} /> },
];

function SettingLabel({ name, row }: { name: string; row: QueueArgumentRow | null }) {
  return (
    <Tooltip content={row?.help}>
      <span>
        {row?.label ?? name} <span className="font-mono text-small text-ink-faint">{row ? name : ''}</span>
      </span>
    </Tooltip>
  );
}

const settingsOf = (table: PlainTable, find: (name: string) => QueueArgumentRow | null): readonly Fact[] =>
  Object.entries(table).map(([name, value]) => ({
    key: name,
    label: <SettingLabel name={name} row={find(name)} />,
    value: <span className="font-mono">{formatArgument(find(name), value)}</span>,
  }));

function Settings({ facts, empty }: { facts: readonly Fact[]; empty: string }) {
  return facts.length === 0 ? <p className="text-ink-muted">{empty}</p> : <Facts facts={facts} />;
}

/** What the queue is, what it was declared with, what policies add, and by which schemas its bodies are read. Arguments can't be changed afterwards, policies can. */
export function QueueSettingsTab({ queue, schemas }: { queue: Queue; schemas: ReactNode }) {
  const policies = [queue.policy, queue.operatorPolicy].filter((name) => name !== null);
  return (
    <div className="flex min-h-0 flex-1 flex-col pt-4">
      <PageBody>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Section title="Queue">
            <Facts facts={natureOf(queue)} />
          </Section>
          <div className="flex flex-col gap-6">
            <Section title="Arguments">
              <Settings
                facts={settingsOf(queue.arguments, findQueueArgument)}
                empty="Declared without arguments. They can’t be changed later; a policy can add settings."
              />
            </Section>
            <Section title={policies.length === 0 ? 'Policy' : `Policy ${policies.join(' and ')}`}>
              <Settings facts={settingsOf(queue.effectivePolicy, findQueueArgumentByPolicyKey)} empty="No policy matches this queue." />
            </Section>
            {schemas}
          </div>
        </div>
      </PageBody>
    </div>
  );
}

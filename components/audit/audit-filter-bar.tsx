'use client';

import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useBrokers } from '@/lib/queries/brokers';
import { outcomeOptions } from './audit-params';

type Params = {
  person: string | null;
  act: string | null;
  outcome: 'allowed' | 'refused' | 'failed' | null;
  broker: string | null;
  text: string | null;
};

/** Filters that the server applies to the whole log, not only to what is loaded. */
export function AuditFilterBar({
  params,
  knownActs,
  onChange,
}: {
  params: Params;
  /** Acts that the loaded entries tell of. */
  knownActs: readonly string[];
  onChange: (change: Partial<Params>) => void;
}) {
  const brokers = useBrokers().data ?? [];
  const brokerOptions = [{ value: '', label: 'Any broker' }, ...brokers.map((broker) => ({ value: broker.id, label: broker.name }))];
  return (
    <div className="grid shrink-0 grid-cols-2 gap-2 px-4 pb-1 lg:grid-cols-[repeat(5,minmax(0,200px))]">
      <Input
        size="small"
        aria-label="Person"
        placeholder="Person"
        value={params.person ?? ''}
        onChange={(event) => onChange({ person: event.target.value || null })}
      />
      <Combobox
        size="small"
        ariaLabel="Act"
        placeholder="Act"
        value={params.act ?? ''}
        suggestions={knownActs}
        onChange={(act) => onChange({ act: act || null })}
      />
      <Select
        size="small"
        ariaLabel="Outcome"
        value={params.outcome ?? ''}
        options={outcomeOptions}
        onChange={(outcome) => onChange({ outcome: outcome === '' ? null : (outcome as 'allowed') })}
      />
      <Select
        size="small"
        ariaLabel="Broker"
        value={params.broker ?? ''}
        options={brokerOptions}
        onChange={(broker) => onChange({ broker: broker || null })}
      />
      <Input
        size="small"
        aria-label="Text in the whole log"
        placeholder="Text in the whole log"
        value={params.text ?? ''}
        onChange={(event) => onChange({ text: event.target.value || null })}
      />
    </div>
  );
}

'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select, type SelectOption } from '@/components/ui/select';
import type { DestinationChoice } from './plan-subject';

const ways: readonly SelectOption<DestinationChoice['way']>[] = [
  {
    value: 'origin-queue',
    label: 'To the queue each came from',
    hint: 'Straight into that queue and no other. Consumers see the default exchange and the queue’s name as key.',
  },
  {
    value: 'origin-exchange',
    label: 'By the route each was published on',
    hint: 'Through its exchange with its key: every queue bound there today gets a copy.',
  },
  { value: 'queue', label: 'To one queue', hint: 'All of them into a queue that you name.' },
  { value: 'exchange', label: 'To one exchange', hint: 'Published there, with their own key or one that you give.' },
];

/** Where the messages go. Nothing moves by choosing: each choice is planned and shown first. */
export function DestinationForm({
  choice,
  hasOrigin,
  canKeepOriginals,
  queueNames,
  exchangeNames,
  onChange,
}: {
  choice: DestinationChoice;
  hasOrigin: boolean;
  /** An edited message is never sent beside its original. */
  canKeepOriginals: boolean;
  queueNames: readonly string[];
  exchangeNames: readonly string[];
  onChange: (choice: DestinationChoice) => void;
}) {
  const set = (part: Partial<DestinationChoice>) => onChange({ ...choice, ...part });
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="Where to"
        hint={hasOrigin ? undefined : 'The loaded messages never died elsewhere, so there is no place they came from.'}
      >
        <Select value={choice.way} options={hasOrigin ? ways : ways.slice(2)} onChange={(way) => set({ way })} />
      </Field>
      {choice.way === 'queue' ? (
        <Field label="Queue">
          <Combobox value={choice.queue} suggestions={queueNames} onChange={(queue) => set({ queue })} placeholder="Name of the queue" />
        </Field>
      ) : null}
      {choice.way === 'exchange' ? (
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <Field label="Exchange">
            <Combobox
              value={choice.exchange}
              suggestions={exchangeNames}
              onChange={(exchange) => set({ exchange })}
              placeholder="Name of the exchange"
            />
          </Field>
          <Field label="Routing key" isOptional hint="Empty keeps each message’s own.">
            <Input isMono value={choice.routingKey} onChange={(event) => set({ routingKey: event.target.value })} />
          </Field>
        </div>
      ) : null}
      {canKeepOriginals ? (
        <Checkbox
          isChecked={choice.keepsOriginals}
          onChange={(keepsOriginals) => set({ keepsOriginals })}
          label="Keep the originals here"
          hint="Copies them instead. Replaying the originals later delivers the same message twice."
        />
      ) : null}
    </div>
  );
}

'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Environment } from '@/lib/model/console';
import type { BrokerInput } from '@/lib/queries/brokers';

const environmentOptions: readonly { value: Environment; label: string; hint: string }[] = [
  { value: 'development', label: 'development', hint: 'Acts ask no more than they must.' },
  { value: 'staging', label: 'staging', hint: 'As development, in its own colour.' },
  { value: 'production', label: 'production', hint: 'A line across the page; dangerous acts ask for the name.' },
];

/** What the console needs to reach a broker. The password goes in and never comes out again. */
export function BrokerForm({
  input,
  isNew,
  isEmbedded,
  fields,
  onChange,
}: {
  input: BrokerInput;
  isNew: boolean;
  isEmbedded: boolean;
  fields: Readonly<Record<string, string>>;
  onChange: (input: BrokerInput) => void;
}) {
  const set = (change: Partial<BrokerInput>) => onChange({ ...input, ...change });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={fields['name']}>
          <Input autoFocus value={input.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label="Environment" error={fields['environment']}>
          <Select value={input.environment} options={environmentOptions} onChange={(environment) => set({ environment })} />
        </Field>
      </div>
      {isEmbedded ? null : (
        <>
          <Field
            label="Management API"
            hint="For figures and changes, e.g. http://rabbit.example.org:15672"
            error={fields['managementUrl']}
          >
            <Input isMono inputMode="url" value={input.managementUrl} onChange={(event) => set({ managementUrl: event.target.value })} />
          </Field>
          <Field label="AMQP" hint="For messages, e.g. amqp://rabbit.example.org:5672, or amqps:// with TLS" error={fields['amqpUrl']}>
            <Input isMono inputMode="url" value={input.amqpUrl} onChange={(event) => set({ amqpUrl: event.target.value })} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="User" hint="With the tag monitoring or administrator." error={fields['username']}>
              <Input isMono value={input.username} onChange={(event) => set({ username: event.target.value })} />
            </Field>
            <Field
              label="Password"
              isOptional={!isNew}
              hint={isNew ? 'Kept encrypted.' : 'Empty keeps the one that is stored.'}
              error={fields['password']}
            >
              <Input
                type="password"
                autoComplete="new-password"
                value={input.password}
                onChange={(event) => set({ password: event.target.value })}
              />
            </Field>
          </div>
        </>
      )}
    </>
  );
}

'use client';

import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import type { PublishForm } from './publish-form';

/** Through an exchange, as applications do, or straight into one queue. */
export function TargetFields({
  form,
  virtualHost,
  virtualHosts,
  exchangeNames,
  queueNames,
  onVirtualHost,
  onChange,
}: {
  form: PublishForm;
  virtualHost: string;
  virtualHosts: readonly string[];
  exchangeNames: readonly string[];
  queueNames: readonly string[];
  onVirtualHost: (name: string) => void;
  onChange: (form: PublishForm) => void;
}) {
  return (
    <div className="flex flex-wrap items-end gap-3">
      {virtualHosts.length > 1 ? (
        <div className="w-36">
          <Field label="Virtual host">
            <Select value={virtualHost} options={virtualHosts.map((name) => ({ value: name, label: name }))} onChange={onVirtualHost} />
          </Field>
        </div>
      ) : null}
      <div className="flex flex-col gap-1">
        <span className="text-small font-medium text-ink-muted">To</span>
        <div className="flex h-8 items-center">
          <SegmentedControl
            ariaLabel="Publish to"
            value={form.target}
            onChange={(target) => onChange({ ...form, target })}
            options={[
              { value: 'exchange', label: 'an exchange' },
              { value: 'queue', label: 'one queue' },
            ]}
          />
        </div>
      </div>
      {form.target === 'queue' ? (
        <div className="min-w-48 flex-1">
          <Field label="Queue">
            <Combobox
              value={form.queue}
              suggestions={queueNames}
              onChange={(queue) => onChange({ ...form, queue })}
              placeholder="Name of the queue"
            />
          </Field>
        </div>
      ) : (
        <>
          <div className="min-w-48 flex-1">
            <Field label="Exchange">
              <Combobox
                value={form.exchange}
                suggestions={exchangeNames}
                onChange={(exchange) => onChange({ ...form, exchange })}
                placeholder="Name of the exchange"
              />
            </Field>
          </div>
          <div className="min-w-48 flex-1">
            <Field label="Routing key">
              <Input isMono value={form.routingKey} onChange={(event) => onChange({ ...form, routingKey: event.target.value })} />
            </Field>
          </div>
        </>
      )}
    </div>
  );
}

'use client';

import { ArgumentList } from '@/components/ui/argument-list';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { policySettingsFor } from '@/lib/model/policies/policy-settings';
import type { Policy } from '@/lib/model/resources';
import { useVirtualHosts } from '@/lib/queries/policies';
import { type PolicyForm, policyKeyOf } from './policy-form';
import { applyToLabels } from './policy-words';

const scopes = [
  { value: 'user', label: 'policy', hint: 'Adds settings; arguments of a queue win over it, or the smaller number does.' },
  { value: 'operator', label: 'operator policy', hint: 'Bounds what users set: the smaller number always wins.' },
] as const;
const userTargets: readonly Policy['applyTo'][] = ['queues', 'exchanges', 'all', 'classic_queues', 'quorum_queues', 'streams'];
const operatorTargets: readonly Policy['applyTo'][] = userTargets.filter((target) => target !== 'exchanges' && target !== 'all');

type Props = {
  broker: string;
  form: PolicyForm;
  /** Its name, kind and virtual host are what it is known by; to change them, make another. */
  isNew: boolean;
  errors: Readonly<Record<string, string>>;
  onChange: (form: PolicyForm) => void;
};

function Identity({ broker, form, errors, onChange }: Omit<Props, 'isNew'>) {
  const virtualHosts = useVirtualHosts(broker).data ?? [];
  return (
    <>
      <Field label="Name" error={errors['name']}>
        <Input isMono autoFocus value={form.name} onChange={(event) => onChange({ ...form, name: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Virtual host" error={errors['virtualHost']}>
          <Combobox
            value={form.virtualHost}
            suggestions={virtualHosts.map(({ name }) => name)}
            onChange={(virtualHost) => onChange({ ...form, virtualHost })}
          />
        </Field>
        <Field label="Kind">
          <Select
            value={form.scope}
            options={scopes}
            onChange={(scope) =>
              onChange({
                ...form,
                scope,
                applyTo: scope === 'operator' && !operatorTargets.includes(form.applyTo) ? 'queues' : form.applyTo,
              })
            }
          />
        </Field>
      </div>
    </>
  );
}

/** What a policy is called, what it matches and what it sets. */
export function PolicyFields({ broker, form, isNew, errors, onChange }: Props) {
  const targets = form.scope === 'operator' ? operatorTargets : userTargets;
  const kept = Object.keys(form.kept);
  return (
    <>
      {isNew ? <Identity broker={broker} form={form} errors={errors} onChange={onChange} /> : null}
      <Field
        label="Pattern"
        hint="A regular expression searched in the name: ^orders\. matches what begins with orders.; empty matches everything."
        error={errors['pattern']}
      >
        <Input isMono value={form.pattern} onChange={(event) => onChange({ ...form, pattern: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Applies to">
          <Select
            value={form.applyTo}
            options={targets.map((value) => ({ value, label: applyToLabels[value] }))}
            onChange={(applyTo) => onChange({ ...form, applyTo })}
          />
        </Field>
        <Field label="Priority" hint="Of those that match, the highest is in force, alone." error={errors['priority']}>
          <Input
            isMono
            inputMode="numeric"
            value={form.priority}
            onChange={(event) => onChange({ ...form, priority: event.target.value })}
          />
        </Field>
      </div>
      <ArgumentList
        rows={policySettingsFor(form.applyTo, form.scope)}
        keyOf={policyKeyOf}
        values={form.settings}
        errors={errors}
        onChange={(settings) => onChange({ ...form, settings })}
      />
      {errors['definition'] ? (
        <p role="alert" className="text-small text-danger">
          {errors['definition']}
        </p>
      ) : null}
      {kept.length === 0 ? null : <p className="text-small text-ink-muted">Kept as they are: {kept.join(', ')}.</p>}
    </>
  );
}

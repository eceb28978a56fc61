'use client';

import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select, type SelectOption } from '@/components/ui/select';
import { editableProperties } from '@/lib/model/operations';
import { headerInputTypes } from '@/lib/model/typed-input';
import type { EditPart, EditRule, RuleAct } from './edit-rules';

const parts: readonly SelectOption<EditPart>[] = [
  { value: 'body', label: 'Body' },
  { value: 'header', label: 'Header' },
  { value: 'property', label: 'Property' },
];
const bodyActs: readonly SelectOption<RuleAct>[] = [
  { value: 'replace', label: 'replace', hint: 'Only where the place is there already; other messages are left out.' },
  { value: 'add', label: 'add', hint: 'Makes the place, or overwrites it; in a list it is put in before.' },
  { value: 'remove', label: 'remove', hint: 'Only where the place is there; other messages are left out.' },
];
const otherActs: readonly SelectOption<RuleAct>[] = [
  { value: 'replace', label: 'set' },
  { value: 'remove', label: 'remove' },
];
const typeOptions = headerInputTypes.map((value) => ({ value, label: value }));
const propertyOptions = [
  { value: '', label: 'Choose a property' },
  ...editableProperties.map((value) => ({ value: value as string, label: value as string })),
];

type RuleRowProps = {
  rule: EditRule;
  number: number;
  fault: string | null;
  onChange: (rule: EditRule) => void;
  onRemove: () => void;
};

/** One change: which part, what to do, where, and the new value. */
export function RuleRow({ rule, number, fault, onChange, onRemove }: RuleRowProps) {
  const set = (part: Partial<EditRule>) => onChange({ ...rule, ...part });
  const acts = rule.part === 'body' ? bodyActs : otherActs;
  const act = acts.some(({ value }) => value === rule.act) ? rule.act : 'replace';
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-26 shrink-0">
          <Select
            size="small"
            ariaLabel={`Part of rule ${number}`}
            value={rule.part}
            options={parts}
            onChange={(part) => set({ part, path: '', act: 'replace' })}
          />
        </div>
        <div className="w-24 shrink-0">
          <Select size="small" ariaLabel={`Act of rule ${number}`} value={act} options={acts} onChange={(next) => set({ act: next })} />
        </div>
        <div className="min-w-32 flex-1">
          <RulePath rule={rule} number={number} onChange={(path) => set({ path })} />
        </div>
        {act === 'remove' ? null : <RuleValue rule={rule} number={number} fault={fault} onChange={set} />}
        <IconButton size="small" label={`Remove rule ${number}`} icon={X} onClick={onRemove} />
      </div>
      {fault === null ? null : (
        <p id={`rule-fault-${rule.id}`} role="alert" className="text-small text-danger">
          {fault}
        </p>
      )}
    </li>
  );
}

function RulePath({ rule, number, onChange }: { rule: EditRule; number: number; onChange: (path: string) => void }) {
  if (rule.part === 'property')
    return <Select size="small" ariaLabel={`Property of rule ${number}`} value={rule.path} options={propertyOptions} onChange={onChange} />;
  return (
    <Input
      isMono
      size="small"
      aria-label={rule.part === 'body' ? `Place of rule ${number}` : `Header of rule ${number}`}
      placeholder={rule.part === 'body' ? '/order/total' : 'header'}
      value={rule.path}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function RuleValue({
  rule,
  number,
  fault,
  onChange,
}: {
  rule: EditRule;
  number: number;
  fault: string | null;
  onChange: (part: Partial<EditRule>) => void;
}) {
  return (
    <>
      {rule.part === 'header' ? (
        <div className="w-26 shrink-0">
          <Select
            size="small"
            ariaLabel={`Type of rule ${number}`}
            value={rule.type}
            options={typeOptions}
            onChange={(type) => onChange({ type })}
          />
        </div>
      ) : null}
      <div className="min-w-32 flex-1">
        <Input
          isMono
          size="small"
          aria-label={`Value of rule ${number}`}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : `rule-fault-${rule.id}`}
          placeholder={rule.part === 'body' ? 'JSON, for example 1990 or "text"' : 'value'}
          value={rule.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
    </>
  );
}

'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextArea } from '@/components/ui/text-area';
import type { MessageEdit } from '@/lib/model/operations';
import { type EditRule, editOfPatch, editOfRules, firstRule, rulesMax } from './edit-rules';
import { RuleRow } from './rule-row';

const patchExample = '[{"op": "replace", "path": "/order/total", "value": 1990}]';

/** One change for many messages, by rules or as a JSON Patch. It is previewed on demand: a preview reads every body. */
export function EditManyForm({ edit, onEdit }: { edit: MessageEdit | null; onEdit: (edit: MessageEdit | null) => void }) {
  const [way, setWay] = useState<'rules' | 'patch'>('rules');
  const [rules, setRules] = useState<readonly EditRule[]>([firstRule(0)]);
  const [patch, setPatch] = useState('');
  const checked = editOfRules(rules);
  const patched = editOfPatch(patch);
  const wanted = way === 'rules' ? checked.edit : patched.edit;
  const nextId = Math.max(...rules.map(({ id }) => id), 0) + 1;
  const isShown = JSON.stringify(wanted) === JSON.stringify(edit);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex">
        <SegmentedControl
          ariaLabel="Say the change as"
          value={way}
          onChange={setWay}
          options={[
            { value: 'rules', label: 'Rules' },
            { value: 'patch', label: 'JSON Patch' },
          ]}
        />
      </div>
      {way === 'rules' ? (
        <ul aria-label="Rules of the edit" className="flex flex-col gap-2">
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              number={index + 1}
              fault={checked.faults.get(rule.id) ?? null}
              onChange={(next) => setRules(rules.map((each) => (each.id === rule.id ? next : each)))}
              onRemove={() => setRules(rules.length === 1 ? [firstRule(nextId)] : rules.filter(({ id }) => id !== rule.id))}
            />
          ))}
        </ul>
      ) : (
        <Field
          label="JSON Patch on each body"
          error={patched.fault}
          hint="RFC 6902: add, remove, replace, move, copy, test. A message that a step does not fit is left out and named."
        >
          <TextArea isMono rows={6} placeholder={patchExample} value={patch} onChange={(event) => setPatch(event.target.value)} />
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {way === 'rules' ? (
          <Button
            size="small"
            icon={Plus}
            disabledReason={rules.length >= rulesMax ? `At most ${rulesMax} rules.` : null}
            onClick={() => setRules([...rules, firstRule(nextId)])}
          >
            Rule
          </Button>
        ) : null}
        <Button
          size="small"
          variant={isShown ? 'default' : 'primary'}
          disabledReason={wanted === null ? 'Say the change first.' : isShown ? 'This is the change that the plan shows.' : null}
          onClick={() => onEdit(wanted)}
        >
          Preview the change
        </Button>
        {!isShown && edit !== null ? <span className="text-small text-warning">Changed since the preview below.</span> : null}
      </div>
    </div>
  );
}

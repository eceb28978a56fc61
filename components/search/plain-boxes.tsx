'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { SearchParams } from './search-params';

/** Boxes for those who don't want a language; all that are filled must hold. */
export function PlainBoxes({ params, onChange }: { params: SearchParams; onChange: (change: Partial<SearchParams>) => void }) {
  return (
    <div className="grid grid-cols-3 gap-3 max-lg:grid-cols-1">
      <Field label="Text anywhere" hint="Body, headers, routing key, properties">
        <Input
          type="search"
          isMono
          value={params.text}
          placeholder="order 4711"
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </Field>
      <PairField
        label="Header"
        left={params.header}
        right={params.value}
        leftName="Header"
        rightName="Value of the header"
        placeholder="x-tenant"
        onChange={(header, value) => onChange({ header, value })}
      />
      <PairField
        label="JSON path"
        left={params.path}
        right={params.is}
        leftName="JSON path"
        rightName="Value at the path"
        placeholder="order.id"
        onChange={(path, is) => onChange({ path, is })}
      />
    </div>
  );
}

function PairField(props: {
  label: string;
  left: string;
  right: string;
  leftName: string;
  rightName: string;
  placeholder: string;
  onChange: (left: string, right: string) => void;
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-small font-medium text-ink-muted">{props.label}</legend>
      <div className="flex items-center gap-1.5">
        <Input
          isMono
          aria-label={props.leftName}
          placeholder={props.placeholder}
          value={props.left}
          onChange={(event) => props.onChange(event.target.value, props.right)}
        />
        <span className="text-ink-faint">is</span>
        <Input
          isMono
          aria-label={props.rightName}
          value={props.right}
          onChange={(event) => props.onChange(props.left, event.target.value)}
        />
      </div>
    </fieldset>
  );
}

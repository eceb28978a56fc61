'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { queuesMax, type SearchParams } from './search-params';

/** Which queues are looked through; none chosen means all. */
export function QueuesField({
  params,
  queueNames,
  onChange,
}: {
  params: SearchParams;
  queueNames: readonly string[];
  onChange: (change: Partial<SearchParams>) => void;
}) {
  const chosen = params.queues;
  const add = (name: string) => {
    // A suggestion that was picked is a whole name; a half-typed one is not.
    if (queueNames.includes(name) && !chosen.includes(name) && chosen.length < queuesMax) onChange({ queues: [...chosen, name] });
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Field label="Queues" hint={chosen.length === 0 ? 'All queues unless you choose some.' : undefined}>
        <Combobox
          key={chosen.length}
          value=""
          suggestions={queueNames.filter((name) => !chosen.includes(name))}
          onChange={add}
          placeholder="Add a queue"
        />
      </Field>
      <ul className="flex flex-wrap gap-1">
        {chosen.map((name) => (
          <li key={name}>
            <Button
              size="small"
              icon={X}
              aria-label={`Leave out ${name}`}
              onClick={() => onChange({ queues: chosen.filter((other) => other !== name) })}
            >
              <span className="font-mono">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

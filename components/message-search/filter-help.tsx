'use client';

import { Button } from '@/components/ui/button';

const examples: readonly { readonly filter: string; readonly meaning: string }[] = [
  { filter: 'body.order.id == "A-4711"', meaning: 'a value in a JSON body' },
  { filter: 'body.order.total > 100', meaning: 'a number compared' },
  { filter: 'headers["x-tenant"] == "acme"', meaning: 'a header' },
  { filter: 'message.mentions("4711")', meaning: 'text anywhere, case ignored' },
  { filter: 'text.matches("(?i)timeout|refused")', meaning: 'a pattern in the body' },
  { filter: 'body.lines.exists(line, line.sku == "X9")', meaning: 'something in a list' },
  { filter: 'has(body.error) && !redelivered', meaning: 'a field is there, and both hold' },
];

/** What the filter language can say, by examples that put themselves into the filter. */
export function FilterHelp({ value, onInsert }: { value: string; onInsert: (filter: string) => void }) {
  const insert = (filter: string) => onInsert(value.trim() === '' ? filter : `${value.trim()} && ${filter}`);
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-ink-muted hover:text-ink">Examples and fields</summary>
      <ul className="mt-2 grid grid-cols-2 gap-x-4 gap-y-1 max-lg:grid-cols-1">
        {examples.map(({ filter, meaning }) => (
          <li key={filter} className="flex min-w-0 items-center gap-2">
            <Button size="small" variant="quiet" onClick={() => insert(filter)}>
              <span className="font-mono">{filter}</span>
            </Button>
            <span className="truncate text-ink-muted">{meaning}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-ink-muted">
        Join with <code>&amp;&amp;</code> and <code>||</code>, turn round with <code>!</code>. A message that lacks a field does not match.
        Names: <code>body text headers properties exchange routingKey redelivered sizeBytes message</code>.
      </p>
    </details>
  );
}

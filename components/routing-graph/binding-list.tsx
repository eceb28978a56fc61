'use client';

import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import type { Binding } from '@/lib/model/resources';

const shownMax = 100;

/** Bindings of one pair or one thing, each with the way to remove it. */
export function BindingList({
  bindings,
  whyNotUnbind,
  onUnbind,
  isDestinationShown,
}: {
  bindings: readonly Binding[];
  whyNotUnbind: string | null;
  onUnbind: (binding: Binding) => void;
  isDestinationShown: boolean;
}) {
  if (bindings.length === 0) return <p className="text-ink-faint">None.</p>;
  return (
    <ul>
      {bindings.slice(0, shownMax).map((binding) => (
        <li
          key={`${binding.source} ${binding.destination} ${binding.propertiesKey}`}
          className="flex min-h-7 items-center gap-2 border-b border-line/60 last:border-b-0"
        >
          <span className="min-w-0 flex-1 font-mono text-small break-all">
            {binding.routingKey === '' ? <span className="text-ink-faint">no key</span> : binding.routingKey}
            {Object.keys(binding.arguments).length === 0 ? null : <span className="text-ink-muted"> {argumentsText(binding)}</span>}
            {isDestinationShown ? <span className="text-ink-muted"> → {binding.destination}</span> : null}
          </span>
          <IconButton
            size="small"
            label={`Remove the binding of ${binding.destination} with ${binding.routingKey || 'no key'}`}
            icon={X}
            disabledReason={whyNotUnbind}
            onClick={() => onUnbind(binding)}
          />
        </li>
      ))}
      {bindings.length > shownMax ? (
        <li className="py-1 text-small text-ink-muted">{bindings.length - shownMax} more are in the table view.</li>
      ) : null}
    </ul>
  );
}

export function argumentsText(binding: Pick<Binding, 'arguments'>): string {
  return Object.entries(binding.arguments)
    .map(([key, value]) => `${key} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

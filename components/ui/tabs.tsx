'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type TabEntry<Value extends string> = { readonly value: Value; readonly label: string; readonly count?: ReactNode };

/**
 * Tabs of one resource; the value lives in the URL (`?tab=`). Only the open panel is mounted.
 *   <Tabs value={tab} onChange={setTab} tabs={[…]}>{panel of the open tab}</Tabs>
 */
export function Tabs<Value extends string>({
  value,
  tabs,
  onChange,
  children,
}: {
  value: Value;
  tabs: readonly TabEntry<Value>[];
  onChange: (value: Value) => void;
  children: ReactNode;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)} className="flex min-h-0 flex-1 flex-col">
      <Base.List className="flex shrink-0 gap-4 overflow-x-auto overflow-y-hidden border-b px-4">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 max-sm:h-11 border-b-2 border-transparent whitespace-nowrap text-ink-muted hover:text-ink data-[active]:border-accent data-[active]:font-medium data-[active]:text-ink"
          >
            {tab.label}
            {tab.count === undefined || tab.count === null ? null : <span className="text-small text-ink-faint">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="flex min-h-0 flex-1 flex-col outline-none">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}

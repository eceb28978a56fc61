'use client';

import { lazy, Suspense, useId, useState } from 'react';
import { TextArea } from '@/components/ui/text-area';
import type { SearchScope } from '@/lib/model/search';
import { useSeenFields } from '@/lib/queries/search';
import { FilterHelp } from './filter-help';

const CelEditor = lazy(() => import('./cel-editor'));

/** A filter in CEL: checked while one types, with the fields seen in the chosen queues; the editor is loaded when this is shown. */
export function FilterInput({
  value,
  scopes,
  onChange,
  onSubmit,
}: {
  value: string;
  /** Where fields are sampled, once the person has begun. */
  scopes: readonly SearchScope[];
  onChange: (filter: string) => void;
  onSubmit: () => void;
}) {
  const id = useId();
  const [isActive, setIsActive] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const seen = useSeenFields(scopes, isActive);
  return (
    <div className="flex min-w-0 flex-col gap-1" onFocusCapture={() => setIsActive(true)}>
      <span id={`${id}-label`} className="text-small font-medium text-ink-muted">
        Filter (CEL)
      </span>
      <Suspense fallback={<TextArea isMono readOnly rows={2} aria-label="The filter, while its editor loads" value={value} />}>
        <CelEditor
          value={value}
          labelledBy={`${id}-label`}
          describedBy={`${id}-note`}
          seen={seen.data?.fields ?? []}
          onChange={onChange}
          onSubmit={onSubmit}
          onFault={setFault}
        />
      </Suspense>
      <p id={`${id}-note`} aria-live="polite" className={fault ? 'text-small text-danger' : 'text-small text-ink-faint'}>
        {fault ?? noteOf(seen.data)}
      </p>
      <FilterHelp value={value} onInsert={onChange} />
    </div>
  );
}

function noteOf(seen: ReturnType<typeof useSeenFields>['data']): string {
  const keys = 'Ctrl-Space suggests, Ctrl-Enter searches.';
  if (seen === undefined) return keys;
  return `${seen.note ?? `Suggestions come from the ${seen.messageCount} newest messages there.`} ${keys}`;
}

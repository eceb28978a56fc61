'use client';

import { FlaskConical, Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import type { useRoutingParams } from './routing-params';

const hopChoices = [1, 2, 3] as const;

export type RoutingToolbarProps = {
  readonly params: ReturnType<typeof useRoutingParams>[0];
  readonly setParams: ReturnType<typeof useRoutingParams>[1];
  readonly virtualHosts: readonly string[];
  readonly virtualHost: string;
  readonly focusName: string | null;
  readonly whyNotBind: string | null;
  readonly onBind: () => void;
};

export function RoutingToolbar({ params, setParams, virtualHosts, virtualHost, focusName, whyNotBind, onBind }: RoutingToolbarProps) {
  const isGraph = params.view === 'graph';
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      {virtualHosts.length > 1 ? (
        <div className="w-40">
          <Select
            size="small"
            ariaLabel="Virtual host"
            value={virtualHost}
            options={virtualHosts.map((name) => ({ value: name, label: name }))}
            onChange={(vhost) => void setParams({ vhost, focus: null, test: null })}
          />
        </div>
      ) : null}
      <SegmentedControl
        ariaLabel="Show as"
        value={params.view}
        onChange={(view) => void setParams({ view })}
        options={[
          { value: 'graph', label: 'Graph' },
          { value: 'table', label: 'Table' },
        ]}
      />
      {isGraph ? (
        <div className="w-56">
          <Input
            size="small"
            type="search"
            aria-label="Find in the graph"
            placeholder="Find a name or key"
            value={params.find}
            onChange={(event) => void setParams({ find: event.target.value || null })}
          />
        </div>
      ) : null}
      {isGraph && focusName !== null ? (
        <>
          <Button size="small" icon={X} onClick={() => void setParams({ focus: null })}>
            Near {focusName}
          </Button>
          <SegmentedControl
            ariaLabel="Steps around it"
            value={String(params.hops)}
            onChange={(hops) => void setParams({ hops: Number(hops) })}
            options={hopChoices.map((hops) => ({ value: String(hops), label: `${hops}` }))}
          />
          <span className="text-small text-ink-muted">steps</span>
        </>
      ) : null}
      <span className="flex-1" />
      {isGraph ? (
        <Button
          size="small"
          icon={FlaskConical}
          aria-expanded={params.test !== null}
          onClick={() => void setParams({ test: params.test === null ? '' : null, key: null })}
        >
          Test a route
        </Button>
      ) : null}
      <Button size="small" icon={Plus} disabledReason={whyNotBind} onClick={onBind}>
        Binding
      </Button>
    </div>
  );
}

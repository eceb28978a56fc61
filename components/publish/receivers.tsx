'use client';

import { Badge } from '@/components/ui/badge';
import { MonoName } from '@/components/ui/mono-name';
import { Notice } from '@/components/ui/notice';
import { queuePath } from '@/lib/model/page-path';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import type { Queue, RoutePreview } from '@/lib/model/resources';
import { errorSentence } from '@/lib/queries/client';

/** The queues that will take the message under the bindings of now, asked of the broker while one types. */
export function Receivers({
  broker,
  virtualHost,
  hasTarget,
  preview,
  error,
  queues,
}: {
  broker: string;
  virtualHost: string;
  hasTarget: boolean;
  preview: RoutePreview | undefined;
  error: unknown;
  queues: readonly Queue[] | undefined;
}) {
  if (!hasTarget) return <p className="text-ink-muted">Name a target to see who will receive the message.</p>;
  if (error) return <Notice tone="danger">{errorSentence(error)}</Notice>;
  if (preview === undefined) return <p className="text-ink-muted">Asking the broker …</p>;
  if (preview.isUnroutable)
    return (
      <Notice tone="warning">
        No queue will receive it. It would come back as unroutable: add a binding for this key, or choose another exchange or key.
      </Notice>
    );
  return (
    <div className="flex flex-col gap-1">
      <p>
        {formatCounted(preview.queues.length, 'queue')} will receive it
        {preview.viaAlternateExchange ? ', through the alternate exchange' : ''}.
      </p>
      <ul>
        {preview.queues.map((name) => {
          const queue = queues?.find((each) => each.virtualHost === virtualHost && each.name === name);
          return (
            <li key={name} className="flex min-h-8 items-center gap-2 border-b border-line/60 last:border-b-0">
              <span className="min-w-0 flex-1">
                <MonoName name={name} href={queuePath(broker, { virtualHost, name })} />
              </span>
              {queue ? <span className="text-small whitespace-nowrap text-ink-muted">{formatCount(queue.readyCount)} ready</span> : null}
              {queue?.consumerCount === 0 ? <Badge tone="warning">no consumer</Badge> : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

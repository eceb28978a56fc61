'use client';

import { MonoName } from '@/components/ui/mono-name';
import { Notice } from '@/components/ui/notice';
import type { LostDeadLetters } from '@/lib/model/dead-letter-targets';
import { queuePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';

const shownMax = 5;

/** Queues whose owners meant to keep dead letters, but they go nowhere: worth knowing before the first one is lost. */
export function LostNotice({ broker, lost }: { broker: string; lost: readonly LostDeadLetters[] }) {
  if (lost.length === 0) return null;
  return (
    <div className="px-4 pb-3">
      <Notice tone="danger">
        <p className="font-medium">Dead letters of {formatCounted(lost.length, 'queue')} are lost.</p>
        <ul>
          {lost.slice(0, shownMax).map(({ queue, exchange, why }) => (
            <li key={`${queue.virtualHost} ${queue.name}`} className="flex flex-wrap items-center gap-x-1">
              <MonoName name={queue.name} href={queuePath(broker, queue, { tab: 'routing' })} />{' '}
              {why === 'missing-exchange' ? (
                <span>
                  sends them to <span className="font-mono">{exchange}</span>, which doesn’t exist.
                </span>
              ) : (
                <span>
                  sends them to {exchange === '' ? 'a queue that doesn’t exist' : <span className="font-mono">{exchange}</span>}
                  {exchange === '' ? '.' : ', where no binding takes them.'}
                </span>
              )}
            </li>
          ))}
        </ul>
        {lost.length > shownMax ? <p>and {formatCounted(lost.length - shownMax, 'more queue')}.</p> : null}
      </Notice>
    </div>
  );
}

'use client';

import { Skeleton } from '@/components/ui/skeleton';
import { Tooltip } from '@/components/ui/tooltip';
import { reasonSentence } from '@/lib/model/deaths';
import { formatCount } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';
import { useBroker } from '@/lib/queries/brokers';
import { reasonSampleSize, useDeathReasons } from '@/lib/queries/dead-letters';
import { useWhyNot } from '@/lib/queries/session';

const shownMax = 2;

/** Why the newest messages died, where that can be read without touching the queue; else the reason why not. */
export function ReasonsCell({ broker, queue }: { broker: string; queue: Queue }) {
  const isFree = useBroker(broker)?.capabilities.includes('browse-without-effect') ?? false;
  const whyNotRead = useWhyNot('message.read-body');
  const isEmpty = (queue.totalCount ?? 0) === 0;
  const isAllowed = isFree && whyNotRead === null && !isEmpty;
  const { data, error } = useDeathReasons({ broker, virtualHost: queue.virtualHost, queue: queue.name }, isAllowed);
  if (isEmpty) return <span className="text-ink-faint">–</span>;
  if (whyNotRead !== null) return <Unknown why={`${whyNotRead} Reasons stand in the headers.`} />;
  if (!isFree) return <Unknown why="On this broker looking leaves traces, so reasons are read only when you open the queue’s messages." />;
  if (error) return <Unknown why="The messages could not be read just now." />;
  if (data === undefined) return <Skeleton className="h-4 w-28" />;
  if (data.reasons.length === 0)
    return <Unknown why="The newest messages carry no history of deaths: they were published here directly." />;
  return (
    <Tooltip content={`Of the newest ${formatCount(Math.min(reasonSampleSize, data.lookedAtCount))} messages. ${sentences(data.reasons)}`}>
      <span className="truncate">
        {data.reasons.slice(0, shownMax).map((each) => (
          <span key={`${each.reason} ${each.queue}`} className="mr-4 whitespace-nowrap">
            {formatCount(each.count)} × <span className="text-dead-lettered">{each.reason}</span> in{' '}
            <span className="font-mono">{each.queue}</span>
          </span>
        ))}
        {data.reasons.length > shownMax ? <span className="text-ink-muted">and {data.reasons.length - shownMax} more</span> : null}
      </span>
    </Tooltip>
  );
}

const sentences = (reasons: readonly { reason: string }[]): string =>
  [...new Set(reasons.map((each) => `${each.reason}: ${reasonSentence(each.reason)}.`))].join(' ');

const Unknown = ({ why }: { why: string }) => (
  <Tooltip content={why}>
    <span className="text-ink-faint">not known</span>
  </Tooltip>
);

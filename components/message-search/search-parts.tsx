'use client';

import { CircleAlert, CircleCheck, CirclePause, Clock, LoaderCircle } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { Search, SearchPart } from '@/lib/model/search';
import { coveragePercent, coverageSentence } from '@/lib/model/search-sentence';
import { useBrokers } from '@/lib/queries/brokers';
import { CoverageBar } from './coverage-bar';

const marks = { running: LoaderCircle, waiting: Clock, stopped: CirclePause, completed: CircleCheck, failed: CircleAlert } as const;
const tones = {
  running: 'text-accent',
  waiting: 'text-ink-faint',
  stopped: 'text-ink-muted',
  completed: 'text-good',
  failed: 'text-danger',
} as const;

/** The coverage of each broker: one that is down does not end the others, and is said. */
export function SearchParts({ search }: { search: Search }) {
  const brokers = useBrokers().data ?? [];
  return (
    <ul aria-label="Coverage by broker" className="grid grid-cols-2 gap-x-6 gap-y-2 max-lg:grid-cols-1">
      {search.parts.map((part) => (
        <Part key={part.brokerId} part={part} name={brokers.find(({ id }) => id === part.brokerId)?.name ?? part.brokerId} />
      ))}
    </ul>
  );
}

function Part({ part, name }: { part: SearchPart; name: string }) {
  const Mark = marks[part.state];
  const why = [part.stateReason, ...part.effects].filter((sentence) => sentence !== null);
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <p className="flex items-start gap-2">
        <Mark aria-hidden className={classNames('mt-0.5 size-4 shrink-0', tones[part.state], part.state === 'running' && 'animate-spin')} />
        <span className="min-w-0">
          <span className="font-medium">{name}</span>{' '}
          <span className="text-ink-muted">{part.state === 'failed' ? 'could not be searched to the end.' : coverageSentence(part)}</span>
          {why.length > 0 ? <span className="block text-small text-ink-muted">{why.join(' ')}</span> : null}
        </span>
      </p>
      <CoverageBar label={`Messages of ${name} looked at`} percent={coveragePercent(part)} />
    </li>
  );
}

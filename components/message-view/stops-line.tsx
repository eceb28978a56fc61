'use client';

import { Fragment, type ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { MeaningMark } from '@/components/ui/meaning';
import { MonoName } from '@/components/ui/mono-name';
import { RelativeTime } from '@/components/ui/relative-time';
import { reasonSentence, type Stop, stopsOf } from '@/lib/model/deaths';
import type { BrowsedMessage } from '@/lib/model/message';

/** The way of a message as a line of stops, oldest first: where it was published, where and why it died, where it lies. */
export function StopsLine({
  message,
  queue,
  queueHref,
}: {
  message: Pick<BrowsedMessage, 'exchange' | 'routingKey' | 'properties'>;
  queue: string;
  queueHref: (queue: string) => string;
}) {
  const stops = stopsOf(message, queue).map((stop, index) => ({ stop, id: `${index} ${stop.kind}` }));
  return (
    <ol aria-label="Path of the message" className="flex flex-col">
      {stops.map(({ stop, id }, index) => (
        <li key={id} className="relative flex gap-3 pb-3 last:pb-0">
          {index < stops.length - 1 ? <span aria-hidden className="absolute top-4 bottom-0 left-[7px] w-px bg-line-strong" /> : null}
          <span className="flex size-[15px] shrink-0 items-center justify-center pt-[5px]">
            <StopMark stop={stop} />
          </span>
          <div className="min-w-0 flex-1">
            <StopText stop={stop} queueHref={queueHref} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StopMark({ stop }: { stop: Stop }) {
  if (stop.kind === 'published') return <MeaningMark meaning="published" />;
  if (stop.kind === 'died') return <MeaningMark meaning="dead-lettered" />;
  if (stop.kind === 'replayed') return <MeaningMark meaning="redelivered" />;
  return <MeaningMark meaning="ready" />;
}

function StopText({ stop, queueHref }: { stop: Stop; queueHref: (queue: string) => string }) {
  if (stop.kind === 'published')
    return (
      <Words>
        Published to <ExchangeName name={stop.exchange} />
        {stop.routingKeys.length === 0 ? null : (
          <>
            {' '}
            with{' '}
            {stop.routingKeys.map((key, index) => (
              <Fragment key={key}>
                {index > 0 ? ', ' : ''}
                <Key text={key} />
              </Fragment>
            ))}
          </>
        )}
      </Words>
    );
  if (stop.kind === 'replayed') return <Words>Replayed from Warren {stop.times === 1 ? 'once' : `${stop.times} times`}</Words>;
  if (stop.kind === 'died') {
    const { death } = stop;
    return (
      <>
        <Words>
          Died in <QueueLink name={death.queue} href={queueHref(death.queue)} />: <span className="text-dead-lettered">{death.reason}</span>
          <span className="text-ink-muted">
            {death.count > 1 ? ` ${death.count} times` : ''}
            {death.timeSeconds === null ? null : (
              <>
                , <RelativeTime atMs={death.timeSeconds * 1000} />
              </>
            )}
          </span>
        </Words>
        <p className="text-small text-ink-muted">
          Because {reasonSentence(death.reason)}.
          {death.originalExpiration ? ` It had been given ${death.originalExpiration} ms to live.` : ''}
        </p>
      </>
    );
  }
  return (
    <Words>
      Lies in <QueueLink name={stop.queue} href={queueHref(stop.queue)} />
    </Words>
  );
}

const Words = ({ children }: { children: ReactNode }) => <p className="min-w-0">{children}</p>;
const Key = ({ text }: { text: string }) => <span className="font-mono break-all">{text === '' ? '(empty key)' : text}</span>;
const ExchangeName = ({ name }: { name: string }) => (name === '' ? <span>the default exchange</span> : <MonoName name={name} />);

function QueueLink({ name, href }: { name: string; href: string }) {
  return (
    <Link href={href} className="font-mono break-all hover:text-accent hover:underline">
      {name}
    </Link>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { MonoName } from '@/components/ui/mono-name';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { BrowsedMessage } from '@/lib/model/message';
import { queuePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { messageBodyUrl, messageQuery, type QueuePlace } from '@/lib/queries/messages';
import { useWhyNot } from '@/lib/queries/session';
import { BodyView, isBodyCut } from './body-view';
import { HeadersTable } from './headers-table';
import { PropertiesFacts } from './properties-facts';
import { useQueueSchemas } from './queue-schemas';
import { StopsLine } from './stops-line';

export type MessageDetailProps = {
  message: BrowsedMessage;
  place: QueuePlace;
  /** The broker can give one message whole by its id. */
  canLoadById: boolean;
  /** Replay, discard, copy link …, above the content. */
  actions?: ReactNode;
};

/** Lists cut bodies; one of this size is loaded whole when it is opened, a larger one when it is asked for. */
const loadedUnaskedBytesMax = 262_144;

/** One message: where it came from, its body as what it is, properties and typed headers. */
export function MessageDetail({ message, place, canLoadById, actions }: MessageDetailProps) {
  const [wantsAll, setWantsAll] = useState(false);
  const whyNotRead = useWhyNot('message.read-body');
  const mayRead = whyNotRead === null;
  const mayManageSchemas = useWhyNot('schema.manage') === null;
  const schemas = useQueueSchemas(place, mayRead);
  const canLoad = mayRead && canLoadById && message.id !== null;
  const isSmall = message.bodySizeBytes <= loadedUnaskedBytesMax && isBodyCut(message);
  const whole = useQuery({ ...messageQuery(place, message.id ?? ''), enabled: (wantsAll || isSmall) && canLoad });
  const shown = whole.data ?? message;
  const queueHref = (queue: string) => queuePath(place.broker, { virtualHost: place.virtualHost, name: queue });
  return (
    <article aria-label={`Message at position ${message.position + 1}`} className="flex min-w-0 flex-col gap-5 p-4">
      <DetailHead message={message} actions={actions} />
      <Section title="Path">
        <StopsLine message={message} queue={place.queue} queueHref={queueHref} />
      </Section>
      {mayRead ? (
        <>
          <Section title="Body">
            <BodyView
              message={shown}
              schemas={schemas}
              onLoadAll={canLoad ? () => setWantsAll(true) : undefined}
              isLoadingAll={whole.isFetching}
              schemasHref={
                mayManageSchemas
                  ? queuePath(place.broker, { virtualHost: place.virtualHost, name: place.queue }, { tab: 'settings' })
                  : null
              }
              downloadHref={canLoad && message.id !== null ? messageBodyUrl(place, message.id) : null}
            />
            {whole.error ? <Notice tone="danger">{errorSentence(whole.error)}</Notice> : null}
          </Section>
          <Section title={`Headers · ${formatCount(message.properties.headers?.length ?? 0)}`}>
            <HeadersTable headers={message.properties.headers ?? []} />
          </Section>
        </>
      ) : (
        <Notice tone="neutral">{whyNotRead} Place, size and properties are shown; body and headers stay on the server.</Notice>
      )}
      <Section title="Properties">
        <PropertiesFacts properties={message.properties} />
      </Section>
    </article>
  );
}

function DetailHead({ message, actions }: { message: BrowsedMessage; actions: ReactNode }) {
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">Position {formatCount(message.position + 1)}</h2>
        {message.state === 'unacknowledged' ? <Badge tone="accent">unacknowledged</Badge> : null}
        {message.redelivered ? <Badge tone="warning">redelivered</Badge> : null}
        {message.deliveryCount === null ? null : <Badge>delivered {formatCount(message.deliveryCount)} times</Badge>}
        <span className="flex-1" />
        {message.enqueuedAtMs === null ? null : (
          <span className="text-small text-ink-muted">
            in this queue since <RelativeTime atMs={message.enqueuedAtMs} />
          </span>
        )}
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-1 text-small text-ink-muted">
        {message.exchange === '' ? 'default exchange' : <MonoName name={message.exchange} isCopyable />}
        <span aria-hidden>→</span>
        <MonoName name={message.routingKey === '' ? '(empty key)' : message.routingKey} isCopyable />
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

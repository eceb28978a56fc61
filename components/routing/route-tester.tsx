'use client';

import { Fragment } from 'react';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MonoName } from '@/components/ui/mono-name';
import { Notice } from '@/components/ui/notice';
import { queuePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import type { RoutePreview } from '@/lib/model/resources';
import { errorSentence } from '@/lib/queries/client';

export type RouteTest = { readonly exchange: string; readonly routingKey: string };

/** 'Where would it go?' for a message that nobody sends: the path lights up in the picture, the queues are named here. */
export function RouteTester({
  broker,
  virtualHost,
  exchangeNames,
  test,
  preview,
  error,
  onChange,
}: {
  broker: string;
  virtualHost: string;
  exchangeNames: readonly string[];
  test: RouteTest;
  preview: RoutePreview | undefined;
  error: unknown;
  onChange: (test: RouteTest) => void;
}) {
  return (
    <section aria-label="Route test" className="flex flex-wrap items-end gap-3 border-b bg-surface px-4 py-3">
      <div className="w-56 max-sm:w-full">
        <Field label="A message published to">
          <Combobox
            size="small"
            value={test.exchange}
            suggestions={exchangeNames}
            placeholder="exchange"
            onChange={(exchange) => onChange({ ...test, exchange })}
          />
        </Field>
      </div>
      <div className="w-56 max-sm:w-full">
        <Field label="with the routing key">
          <Input size="small" isMono value={test.routingKey} onChange={(event) => onChange({ ...test, routingKey: event.target.value })} />
        </Field>
      </div>
      <div aria-live="polite" className="flex min-h-7 min-w-[240px] flex-1 items-center">
        {error ? (
          <Notice tone="danger">{errorSentence(error)}</Notice>
        ) : (
          <Answer broker={broker} virtualHost={virtualHost} test={test} preview={preview} />
        )}
      </div>
    </section>
  );
}

function Answer({
  broker,
  virtualHost,
  test,
  preview,
}: {
  broker: string;
  virtualHost: string;
  test: RouteTest;
  preview: RoutePreview | undefined;
}) {
  if (test.exchange === '')
    return <span className="text-ink-muted">Name an exchange: nothing is sent, the broker’s bindings are only asked.</span>;
  if (preview === undefined) return <span className="text-ink-muted">Asking …</span>;
  if (preview.isUnroutable)
    return (
      <span>
        <strong className="font-semibold text-danger">Reaches no queue.</strong> It would be dropped, or returned to a publisher that sets
        mandatory.
      </span>
    );
  return (
    <span>
      <strong className="font-semibold">Reaches {formatCounted(preview.queues.length, 'queue')}:</strong>{' '}
      {preview.queues.map((queue) => (
        <Fragment key={queue}>
          <MonoName name={queue} href={queuePath(broker, { virtualHost, name: queue })} />{' '}
        </Fragment>
      ))}
      {preview.viaAlternateExchange ? (
        <span className="text-ink-muted">through the alternate exchange, since nothing else matched</span>
      ) : null}
    </span>
  );
}

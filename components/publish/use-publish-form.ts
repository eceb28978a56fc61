'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import { notifyError } from '@/components/ui/toast';
import { useMessage } from '@/lib/queries/messages';
import { emptyForm, formOfDraft, type PublishForm } from './publish-form';

const parsers = {
  way: parseAsStringLiteral(['message', 'file'] as const).withDefault('message'),
  vhost: parseAsString,
  exchange: parseAsString.withDefault(''),
  queue: parseAsString.withDefault(''),
  key: parseAsString.withDefault(''),
  /** A message to begin with: the queue where it lies and its id there. */
  'from-queue': parseAsString,
  'from-id': parseAsString,
};

/** The form, with the target in the URL and the rest in the page: a body can be private and long. */
export function usePublishForm(broker: string, virtualHosts: readonly string[]) {
  const [params, setParams] = useQueryStates(parsers, { history: 'replace' });
  const [rest, setRest] = useState<PublishForm>(() => ({ ...emptyForm, target: params.queue === '' ? 'exchange' : 'queue' }));
  const virtualHost = params.vhost ?? (virtualHosts.includes('/') ? '/' : (virtualHosts[0] ?? '/'));
  const source = params['from-queue'];
  const id = params['from-id'];
  const given = useMessage({ broker, virtualHost, queue: source ?? '' }, id, source !== null && id !== null);
  const change = (next: PublishForm) => {
    setRest(next);
    void setParams({ exchange: next.exchange || null, queue: next.queue || null, key: next.routingKey || null });
  };
  // The address brings a message once; from then on the form is the person's.
  useEffect(() => {
    if (given.error) notifyError(given.error);
    if (given.data === undefined) return;
    const next = formOfDraft(given.data, `message ${given.data.id ?? ''} of ${source}`);
    setRest(next);
    const address = { exchange: next.exchange || null, queue: next.queue || null, key: next.routingKey || null };
    void setParams({ ...address, 'from-queue': null, 'from-id': null });
  }, [given.data, given.error, source, setParams]);
  return {
    form: { ...rest, exchange: params.exchange, queue: params.queue, routingKey: params.key },
    change,
    virtualHost,
    setVirtualHost: (vhost: string) => void setParams({ vhost }),
    way: params.way,
    setWay: (way: 'message' | 'file') => void setParams({ way }),
  };
}

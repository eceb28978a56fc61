'use client';

import { Ellipsis, Split } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { PageSkeleton } from '@/components/shell/page-skeleton';
import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { FeatureChips } from '@/components/ui/feature-chips';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { CopyButton } from '@/components/ui/mono-name';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { pagePath } from '@/lib/model/page-path';
import { formatCount, formatRate } from '@/lib/model/quantity';
import type { Binding, Exchange } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { BindingsTable } from './bindings-table';
import { DeleteExchangeDialog } from './delete-exchange-dialog';
import { exchangeActs } from './exchange-acts';
import { exchangeFeatures, exchangeSentence, exchangeTitle, incomingOf, outgoingOf } from './exchange-words';

const tabs = ['outgoing', 'incoming'] as const;

function ExchangeHead({ broker, exchange, outgoing }: { broker: string; exchange: Exchange; outgoing: readonly Binding[] | undefined }) {
  const router = useRouter();
  const [isRemoving, setIsRemoving] = useState(false);
  const reasons = { manage: useWhyNot('exchange.manage'), publish: useWhyNot('message.publish') };
  const title = (
    <>
      <span className="font-mono break-all">{exchangeTitle(exchange)}</span>
      <CopyButton text={exchange.name} label="Copy the name" />
      <Badge>{exchange.type}</Badge>
    </>
  );
  const actions = (
    <>
      <span className="text-small text-ink-muted">
        in <b className="font-medium text-ink">{formatRate(exchange.publishInRate)}</b>/s · out{' '}
        <b className="font-medium text-ink">{formatRate(exchange.publishOutRate)}</b>/s
      </span>
      <Menu
        trigger={<IconButton label="Acts on this exchange" icon={Ellipsis} />}
        entries={exchangeActs(broker, exchange, reasons, () => setIsRemoving(true))}
      />
    </>
  );
  return (
    <>
      <PageHeader
        title={title}
        sentence={outgoing ? exchangeSentence(exchange, outgoing) : 'Loading the bindings.'}
        detail={
          <FeatureChips
            isWrapping
            features={[{ label: `virtual host ${exchange.virtualHost}`, explanation: 'Its virtual host.' }, ...exchangeFeatures(exchange)]}
          />
        }
        actions={actions}
      />
      {isRemoving ? (
        <DeleteExchangeDialog
          broker={broker}
          exchange={exchange}
          onClose={() => setIsRemoving(false)}
          onDeleted={() => router.push(pagePath([broker, 'exchanges']))}
        />
      ) : null}
    </>
  );
}

/** One exchange: where its messages go to and come from. */
export function ExchangePage({ broker, virtualHost, name }: { broker: string; virtualHost: string; name: string }) {
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('outgoing'));
  const exchange = exchanges?.find((each) => each.virtualHost === virtualHost && each.name === name);
  const sides = useMemo(
    () => (exchange && bindings ? { outgoing: outgoingOf(exchange, bindings), incoming: incomingOf(exchange, bindings) } : undefined),
    [exchange, bindings],
  );
  if (!exchanges) return <PageSkeleton />;
  if (!exchange)
    return (
      <EmptyState
        icon={Split}
        title="This exchange is gone"
        action={<ButtonLink href={pagePath([broker, 'exchanges'])}>All exchanges</ButtonLink>}
      >
        No exchange <span className="font-mono">{exchangeTitle({ name })}</span> in the virtual host{' '}
        <span className="font-mono">{virtualHost}</span>. It was deleted, or the address is wrong.
      </EmptyState>
    );
  const entries = tabs.map((value) => ({
    value,
    label: value === 'outgoing' ? 'Leads to' : 'Comes from',
    count: sides ? formatCount(sides[value].length) : null,
  }));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ExchangeHead broker={broker} exchange={exchange} outgoing={sides?.outgoing} />
      <Tabs value={tab} tabs={entries} onChange={(next) => void setTab(next)}>
        <BindingsTable key={tab} broker={broker} exchange={exchange} direction={tab} rows={sides?.[tab]} all={bindings ?? []} />
      </Tabs>
    </div>
  );
}

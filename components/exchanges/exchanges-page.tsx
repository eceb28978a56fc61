'use client';

import { Plus, Split } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { exchangeKey } from '@/lib/model/live';
import { exchangePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import type { Binding, Exchange } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { exchangeActs } from './exchange-acts';
import { type ExchangeRow, exchangeColumns } from './exchange-columns';
import { isBuiltIn } from './exchange-words';

const CreateExchangeDialog = dynamic(() => import('./create-exchange-dialog').then((module) => module.CreateExchangeDialog), {
  ssr: false,
});
const DeleteExchangeDialog = dynamic(() => import('./delete-exchange-dialog').then((module) => module.DeleteExchangeDialog), {
  ssr: false,
});

const defaultSort: Sort = { column: 'name', direction: 'ascending' };
const rowKey = (row: ExchangeRow): string => exchangeKey(row.exchange);

function rowsOf(exchanges: readonly Exchange[] | undefined, bindings: readonly Binding[] | undefined): readonly ExchangeRow[] | undefined {
  if (!exchanges || !bindings) return undefined;
  const counts = new Map<string, number>();
  for (const { virtualHost, source } of bindings) {
    const key = exchangeKey({ virtualHost, name: source });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return exchanges.map((exchange) => ({ exchange, bindingCount: counts.get(exchangeKey(exchange)) ?? 0 }));
}

function sentenceOf(rows: readonly ExchangeRow[] | undefined): string {
  if (!rows) return 'Loading the exchanges.';
  const loose = rows.filter((row) => row.bindingCount === 0 && !isBuiltIn(row.exchange)).length;
  const all = `${formatCounted(rows.length, 'exchange')}.`;
  return loose === 0
    ? all
    : `${all} ${loose} lead${loose === 1 ? 's' : ''} nowhere: what is published there is lost or goes to an alternate exchange.`;
}

/** All exchanges of a broker, live. */
export function ExchangesPage({ broker }: { broker: string }) {
  const router = useRouter();
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const rows = useMemo(() => rowsOf(exchanges, bindings), [exchanges, bindings]);
  const columns = useMemo(() => exchangeColumns(broker), [broker]);
  const [dialog, setDialog] = useQueryState('dialog', parseAsStringLiteral(['new'] as const));
  const [removed, setRemoved] = useState<Exchange | null>(null);
  const reasons = { manage: useWhyNot('exchange.manage'), publish: useWhyNot('message.publish') };
  const newButton = (
    <Button icon={Plus} variant="primary" onClick={() => void setDialog('new')} disabledReason={reasons.manage}>
      New exchange
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Exchanges" sentence={sentenceOf(rows)} actions={newButton} />
      <DataTable
        id="exchanges"
        label="Exchanges"
        rows={rows}
        rowKey={rowKey}
        columns={columns}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by name, type, feature"
        onOpen={({ exchange }) => router.push(exchangePath(broker, exchange))}
        rowMenu={({ exchange }) => exchangeActs(broker, exchange, reasons, setRemoved)}
        empty={
          <EmptyState icon={Split} title="No exchanges" action={newButton}>
            An exchange takes messages from publishers and passes each to the queues whose bindings match.
          </EmptyState>
        }
      />
      {dialog === 'new' ? <CreateExchangeDialog broker={broker} onClose={() => void setDialog(null)} /> : null}
      {removed ? <DeleteExchangeDialog broker={broker} exchange={removed} onClose={() => setRemoved(null)} /> : null}
    </div>
  );
}

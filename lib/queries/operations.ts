'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MessageDraft } from '../model/message';
import type { LedgerEntry, LedgerState, Operation, Plan, PlanRequest, RunOptions } from '../model/operations';
import { request, upload } from './client';
import { useLiveRows } from './live';

export type OperationVerb = Operation['allowed'][number];
export type LedgerPage = { readonly entries: readonly LedgerEntry[]; readonly totalCount: number };

export const ledgerPageLimit = 100;

/** The ledger of a moving operation is asked for once a second; the operation itself comes by the stream. */
const ledgerRefreshMs = 1_000;

const root = (broker: string): readonly string[] => ['brokers', broker, 'operations'];

export const operationKeys = {
  all: (broker: string) => ['operations', broker] as const,
  one: (broker: string, id: string) => ['operations', broker, id] as const,
  ledger: (broker: string, id: string, from: number, state: LedgerState | null) =>
    ['operations', broker, id, 'ledger', from, state] as const,
};

/** The stream's row wherever it has one: it is never older than what was fetched. */
const withLive = (fetched: readonly Operation[] | undefined, live: readonly Operation[] | undefined): readonly Operation[] | undefined => {
  if (live === undefined) return fetched;
  const known = new Set(live.map((operation) => operation.id));
  return [...live, ...(fetched ?? []).filter((operation) => !known.has(operation.id))];
};

/** Operations of the broker, live. */
export function useOperations(broker: string) {
  const live = useLiveRows(broker, 'operations');
  const query = useQuery({
    queryKey: operationKeys.all(broker),
    queryFn: ({ signal }) => request<readonly Operation[]>(root(broker), { signal }),
  });
  return { rows: withLive(query.data, live), error: query.error, refetch: () => void query.refetch() };
}

/** One operation, live; consumers may still take what it published, so its counts move after its end too. */
export function useOperation(broker: string, id: string) {
  const live = useLiveRows(broker, 'operations')?.find((operation) => operation.id === id);
  const query = useQuery({
    queryKey: operationKeys.one(broker, id),
    queryFn: ({ signal }) => request<Operation>([...root(broker), id], { signal }),
  });
  return { operation: live ?? query.data, error: query.error, refetch: () => void query.refetch() };
}

/** Whether figures may still change: it runs, or consumers have not yet settled all that it published. */
const isMoving = (operation: Operation): boolean => operation.state === 'running' || operation.counts.published > 0;

export function useLedger(broker: string, operation: Operation, from: number, state: LedgerState | null) {
  return useQuery({
    queryKey: operationKeys.ledger(broker, operation.id, from, state),
    queryFn: ({ signal }) =>
      request<LedgerPage>([...root(broker), operation.id, 'ledger'], { query: { from, limit: ledgerPageLimit, state }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: isMoving(operation) ? ledgerRefreshMs : false,
  });
}

/** Freezes a selection into a plan; nothing moves yet. */
export const makePlan = (broker: string, plan: PlanRequest): Promise<Plan> =>
  request<Plan>(['brokers', broker, 'plans'], { method: 'POST', body: plan });

/** Sends a file of NDJSON to the console, which plans its import; nothing is published yet. */
export const planImport = (
  broker: string,
  into: { readonly virtualHost: string; readonly queue: string | null },
  file: Blob,
  signal: AbortSignal,
): Promise<Plan> => upload<Plan>(['brokers', broker, 'imports'], file, { query: into, signal });

export type Repeat = {
  readonly virtualHost: string;
  readonly draft: MessageDraft;
  readonly count: number;
  readonly hasPlaceholders: boolean;
};

/** Publishes one message many times, on the server: the operation goes on without the page. */
export async function publishRepeatedly(broker: string, repeat: Repeat, ratePerSecond: number | null): Promise<Operation> {
  const plan = await request<Plan>(['brokers', broker, 'repeats'], { method: 'POST', body: repeat });
  return runPlan(broker, plan.id, { ratePerSecond, canary: false, targetReadyMax: null });
}

/** Runs a reviewed plan. */
export const runPlan = (broker: string, planId: string, options: RunOptions): Promise<Operation> =>
  request<Operation>(root(broker), { method: 'POST', body: { planId, options } });

export const actOnOperation = (broker: string, id: string, verb: OperationVerb): Promise<Operation> =>
  request<Operation>([...root(broker), id, verb], { method: 'POST', body: {} });

/** Pause, resume, cancel, recall or restore; what pages show is asked for anew. */
export function useOperationAct(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: OperationVerb }) => actOnOperation(broker, id, verb),
    onSuccess: () => client.invalidateQueries({ queryKey: operationKeys.all(broker) }),
  });
}

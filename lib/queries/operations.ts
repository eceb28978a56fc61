import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LedgerEntry, LedgerState, Operation, Plan, PlanRequest, RunOptions } from '../model/operations';
import { request } from './client';

export type OperationVerb = Operation['allowed'][number];
export type LedgerPage = { readonly entries: readonly LedgerEntry[]; readonly totalCount: number };

export const ledgerPageLimit = 100;

/** While an operation runs its page asks once a second; SSE brings the same figures to every other page. */
const runningRefreshMs = 1_000;

const root = (broker: string): readonly string[] => ['brokers', broker, 'operations'];

export const operationKeys = {
  all: (broker: string) => ['operations', broker] as const,
  one: (broker: string, id: string) => ['operations', broker, id] as const,
  ledger: (broker: string, id: string, from: number, state: LedgerState | null) =>
    ['operations', broker, id, 'ledger', from, state] as const,
};

export const isUnderWay = (operation: Operation): boolean => operation.state === 'running';

/** Operations, newest first. */
export function useOperations(broker: string) {
  return useQuery({
    queryKey: operationKeys.all(broker),
    queryFn: ({ signal }) => request<readonly Operation[]>(root(broker), { signal }),
    refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? runningRefreshMs : false),
  });
}

/** One operation; consumers may still take what it published, so its counts move after its end too. */
export function useOperation(broker: string, id: string | null) {
  return useQuery({
    queryKey: operationKeys.one(broker, id ?? ''),
    queryFn: ({ signal }) => request<Operation>([...root(broker), id ?? ''], { signal }),
    enabled: id !== null,
    refetchInterval: (query) => {
      const operation = query.state.data;
      return operation !== undefined && (isUnderWay(operation) || operation.counts.published > 0) ? runningRefreshMs : false;
    },
  });
}

export function useLedger(broker: string, operation: Operation, from: number, state: LedgerState | null) {
  const isMoving = isUnderWay(operation) || operation.counts.published > 0;
  return useQuery({
    queryKey: operationKeys.ledger(broker, operation.id, from, state),
    queryFn: ({ signal }) =>
      request<LedgerPage>([...root(broker), operation.id, 'ledger'], { query: { from, limit: ledgerPageLimit, state }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: isMoving ? runningRefreshMs : false,
  });
}

/** Freezes a selection into a plan; nothing moves yet. */
export const makePlan = (broker: string, plan: PlanRequest): Promise<Plan> =>
  request<Plan>(['brokers', broker, 'plans'], { method: 'POST', body: plan });

/** Runs a reviewed plan. */
export const runPlan = (broker: string, planId: string, options: RunOptions): Promise<Operation> =>
  request<Operation>(root(broker), { method: 'POST', body: { planId, options } });

export const actOnOperation = (broker: string, id: string, verb: OperationVerb): Promise<Operation> =>
  request<Operation>([...root(broker), id, verb], { method: 'POST', body: {} });

/** Pause, resume, cancel, recall or restore; the answer replaces what pages show. */
export function useOperationAct(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: OperationVerb }) => actOnOperation(broker, id, verb),
    onSuccess: (operation, { id }) => {
      if (operation.id === id) client.setQueryData(operationKeys.one(broker, id), operation);
      return client.invalidateQueries({ queryKey: operationKeys.all(broker) });
    },
  });
}

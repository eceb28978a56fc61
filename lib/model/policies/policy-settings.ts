import { findQueueArgumentByPolicyKey, type QueueArgumentRow, queueArguments } from '../queue-arguments';
import type { Policy } from '../resources';
import type { PolicyScope } from './policy-scope';

/** The one setting that policies have for exchanges, in the shape of the others. */
export const alternateExchangeRow: QueueArgumentRow = {
  name: 'alternate-exchange',
  policyKey: 'alternate-exchange',
  setting: null,
  kind: 'text',
  queueTypes: [],
  merge: 'argument',
  isOperatorSafe: false,
  label: 'Alternate exchange',
  help: 'Exchange that takes what no binding of the matched exchanges matches, instead of losing it.',
};

export const findPolicySetting = (key: string): QueueArgumentRow | null =>
  key === alternateExchangeRow.policyKey ? alternateExchangeRow : findQueueArgumentByPolicyKey(key);

const rows: readonly QueueArgumentRow[] = queueArguments;
const typeOfScope = { classic_queues: 'classic', quorum_queues: 'quorum', streams: 'stream' } as const;

/** The settings that mean something in such a policy, in the order in which forms show them. */
export function policySettingsFor(applyTo: Policy['applyTo'], scope: PolicyScope): readonly QueueArgumentRow[] {
  const exchangeRows = scope === 'user' && (applyTo === 'all' || applyTo === 'exchanges') ? [alternateExchangeRow] : [];
  if (applyTo === 'exchanges') return exchangeRows;
  const type = applyTo === 'all' || applyTo === 'queues' ? null : typeOfScope[applyTo];
  const queueRows = rows.filter(
    (row) => row.policyKey !== null && (scope === 'user' || row.isOperatorSafe) && (type === null ? true : row.queueTypes.includes(type)),
  );
  return [...queueRows, ...exchangeRows];
}

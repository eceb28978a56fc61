import * as z from 'zod';
import type { PlainTable } from '../../model/field-table';
import { toTypedValue } from '../../model/field-table-plain';
import type { PolicyScope } from '../../model/policies/policy-scope';
import { findQueueArgumentByPolicyKey } from '../../model/queue-arguments';
import { findValueFault } from '../../model/queue-arguments/argument-fault';
import type { Policy } from '../../model/resources';
import { flexibleInteger, parseBody, plainTable } from './http/body-schema';
import { badRequest } from './http/http-error';

const applyToValues = ['all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams'] as const;
const policyBody = z.object({
  pattern: z.string(),
  definition: plainTable,
  priority: flexibleInteger.default(0),
  'apply-to': z.string().optional(),
});

/** Keys that have no effect on one node, kept so that definitions of clusters can be taken over and given back. */
const clusterKeys: readonly string[] = [
  'ha-mode',
  'ha-params',
  'ha-sync-mode',
  'ha-sync-batch-size',
  'ha-promote-on-shutdown',
  'ha-promote-on-failure',
  'federation-upstream',
  'federation-upstream-set',
  'federation-upstream-pattern',
  'queue-master-locator',
  'queue-leader-locator',
  'initial-cluster-size',
  'target-group-size',
];

/** A policy from PUT policies/… or from imported definitions. Throws HttpError 400 in RabbitMQ's words. Whether the pattern can be compiled shows when it is set. */
export function parsePolicyBody(scope: PolicyScope, virtualHost: string, name: string, value: unknown): Policy {
  const body = parseBody(policyBody, value);
  const applyToText = body['apply-to'] ?? (scope === 'operator' ? 'queues' : 'all');
  const applyTo = applyToValues.find((known) => known === applyToText);
  if (applyTo === undefined) throw invalid(`apply-to '${applyToText}' unrecognised; should be one of ${applyToValues.join(', ')}`);
  checkDefinition(scope, body.definition);
  return { virtualHost, name, pattern: body.pattern, applyTo, priority: body.priority, definition: body.definition };
}

function checkDefinition(scope: PolicyScope, definition: PlainTable): void {
  const entries = Object.entries(definition);
  if (entries.length === 0) throw invalid('no policy provided');
  for (const [key, value] of entries) {
    if (clusterKeys.includes(key) && scope === 'user') continue;
    if (key === 'alternate-exchange' && scope === 'user') {
      if (typeof value !== 'string') throw invalid(`${JSON.stringify(value)} is not a valid alternate exchange name`);
      continue;
    }
    const row = findQueueArgumentByPolicyKey(key);
    if (row === null || (scope === 'operator' && !row.isOperatorSafe)) throw invalid(`${key} is not a recognised policy setting`);
    const fault = findValueFault(row, toTypedValue(value));
    if (fault !== null) throw invalid(`${JSON.stringify(value)} is not a valid value of ${key}: ${fault}`);
  }
}

const invalid = (reason: string) => badRequest(`Validation failed\n\n${reason}\n`);

export const policyRow = (policy: Policy) => ({
  vhost: policy.virtualHost,
  name: policy.name,
  pattern: policy.pattern,
  'apply-to': policy.applyTo,
  definition: policy.definition,
  priority: policy.priority,
});

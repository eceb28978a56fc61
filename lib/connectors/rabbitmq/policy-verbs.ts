import * as z from 'zod';
import type { PolicyScope, ScopedPolicy } from '../../model/policies/policy-scope';
import { ConnectorError, type PolicyAddress } from '../connector';
import { type ManagementClient, managementPath } from './management-client';
import { policyShape } from './shapes';
import { requireShort } from './topology-verbs';

const segments: Readonly<Record<PolicyScope, string>> = { user: 'policies', operator: 'operator-policies' };

/** Policies and operator policies through the management API; some brokers know only the first. */
export async function listPolicies(client: ManagementClient): Promise<readonly ScopedPolicy[]> {
  const [own, operators] = await Promise.all([
    listScope(client, 'user'),
    listScope(client, 'operator').catch((error: unknown) => {
      if (error instanceof ConnectorError && (error.code === 'not-found' || error.code === 'not-supported')) return [];
      throw error;
    }),
  ]);
  return [...own, ...operators];
}

async function listScope(client: ManagementClient, scope: PolicyScope): Promise<readonly ScopedPolicy[]> {
  const rows = await client.get(`/api/${segments[scope]}`, z.array(policyShape));
  return rows.map(({ vhost, 'apply-to': applyTo, priority, ...row }) => ({
    ...row,
    virtualHost: vhost,
    applyTo,
    priority: priority ?? 0,
    scope,
  }));
}

export async function setPolicy(client: ManagementClient, policy: ScopedPolicy): Promise<void> {
  if (policy.name === '') throw new ConnectorError('invalid', 'A policy needs a name.');
  requireShort(policy.name, "A policy's name");
  const body = { pattern: policy.pattern, definition: policy.definition, priority: policy.priority, 'apply-to': policy.applyTo };
  await client.send(pathOf(policy), { method: 'PUT', body });
}

export async function deletePolicy(client: ManagementClient, policy: PolicyAddress): Promise<void> {
  await client.send(pathOf(policy), { method: 'DELETE' });
}

const pathOf = (policy: PolicyAddress): string => managementPath(segments[policy.scope], policy.virtualHost, policy.name);

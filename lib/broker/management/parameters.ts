import type { VirtualHost } from '../vhost/virtual-host';
import { policyRow } from './policy-body';
import { hasLimits, limitsRow } from './virtual-host-limits';

export type Parameter = { readonly vhost: string; readonly component: string; readonly name: string; readonly value: unknown };

/**
 * RabbitMQ's runtime parameters. Those of the core are shown: limits and operator policies, which have endpoints of their own.
 * Shovels and federation do not exist here, so their components are not found, as in a RabbitMQ without these plug-ins.
 */
export function parametersOf(virtualHost: VirtualHost): Parameter[] {
  const vhost = virtualHost.name;
  const limits = hasLimits(virtualHost) ? [{ vhost, component: 'vhost-limits', name: 'limits', value: limitsRow(virtualHost).value }] : [];
  const operatorPolicies = virtualHost.policies.list('operator').map((policy) => {
    const { name, vhost: _, ...value } = policyRow(policy);
    return { vhost, component: 'operator_policy', name, value };
  });
  return [...limits, ...operatorPolicies];
}

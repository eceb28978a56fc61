import { isDeepStrictEqual } from 'node:util';
import type { Connector, PolicyAddress } from '../../connectors/connector';
import type { ScopedPolicy } from '../../model/policies/policy-scope';
import { ServiceError } from '../errors';

/** The policy as the broker has it now, or null. */
export async function findPolicy(connector: Connector, address: PolicyAddress): Promise<ScopedPolicy | null> {
  const isIt = (one: ScopedPolicy): boolean =>
    one.virtualHost === address.virtualHost && one.name === address.name && one.scope === address.scope;
  return (await connector.listPolicies()).find(isIt) ?? null;
}

/** Refuses a change that was made in view of something else: two people at once must not undo each other unseen. */
export function requireUnchanged(seen: ScopedPolicy | null, present: ScopedPolicy | null): void {
  if (isDeepStrictEqual(seen, present)) return;
  throw new ServiceError(
    'conflict',
    seen === null
      ? 'There is a policy of this name already. Choose another name, or change that one.'
      : 'Somebody else changed or removed this policy meanwhile. Close this, look at it as it is now, and try again.',
  );
}

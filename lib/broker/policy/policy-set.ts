import type { Policy, QueueType } from '../../model/resources';
import { NamePattern } from '../auth/name-pattern';
import { type AppliedPolicies, noPolicies } from './applied-policies';

type Compiled = { readonly policy: Policy; readonly pattern: NamePattern };
type Subject = { readonly kind: 'exchange' } | { readonly kind: 'queue'; readonly type: QueueType };

const queueTypeScopes: Readonly<Record<QueueType, Policy['applyTo']>> = {
  classic: 'classic_queues',
  quorum: 'quorum_queues',
  stream: 'streams',
};

function applies(policy: Policy, subject: Subject): boolean {
  if (policy.applyTo === 'all') return true;
  if (subject.kind === 'exchange') return policy.applyTo === 'exchanges';
  return policy.applyTo === 'queues' || policy.applyTo === queueTypeScopes[subject.type];
}

/** The policies and operator policies of one virtual host, and which of them are in force for a name. */
export class PolicySet {
  private readonly byName = { user: new Map<string, Compiled>(), operator: new Map<string, Compiled>() };

  /** @throws PatternError when the pattern can't be compiled; nothing has changed then */
  set(scope: 'user' | 'operator', policy: Policy): void {
    this.byName[scope].set(policy.name, { policy, pattern: new NamePattern(policy.pattern) });
  }

  /** @returns whether there was one */
  remove(scope: 'user' | 'operator', name: string): boolean {
    return this.byName[scope].delete(name);
  }

  find(scope: 'user' | 'operator', name: string): Policy | null {
    return this.byName[scope].get(name)?.policy ?? null;
  }

  list(scope: 'user' | 'operator'): Policy[] {
    return [...this.byName[scope].values()].map((compiled) => compiled.policy);
  }

  appliedTo(name: string, subject: Subject): AppliedPolicies {
    if (this.byName.user.size === 0 && this.byName.operator.size === 0) return noPolicies;
    return { policy: this.best('user', name, subject), operatorPolicy: this.best('operator', name, subject) };
  }

  /** Highest priority; among equals the first by name, so that the answer does not depend on who came first. */
  private best(scope: 'user' | 'operator', name: string, subject: Subject): Policy | null {
    let best: Policy | null = null;
    for (const { policy, pattern } of this.byName[scope].values()) {
      if (!applies(policy, subject) || !pattern.matches(name)) continue;
      const isBetter = best === null || policy.priority > best.priority || (policy.priority === best.priority && policy.name < best.name);
      if (isBetter) best = policy;
    }
    return best;
  }
}

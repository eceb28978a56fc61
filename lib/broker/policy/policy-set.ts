import { isMeantFor, isStronger, type PolicyScope, type PolicySubject } from '../../model/policies/policy-scope';
import type { Policy } from '../../model/resources';
import { NamePattern } from '../auth/name-pattern';
import { type AppliedPolicies, noPolicies } from './applied-policies';

type Compiled = { readonly policy: Policy; readonly pattern: NamePattern };

/** The policies and operator policies of one virtual host, and which of them are in force for a name. */
export class PolicySet {
  private readonly byName = { user: new Map<string, Compiled>(), operator: new Map<string, Compiled>() };

  /** @throws PatternError when the pattern can't be compiled; nothing has changed then */
  set(scope: PolicyScope, policy: Policy): void {
    this.byName[scope].set(policy.name, { policy, pattern: new NamePattern(policy.pattern) });
  }

  /** @returns whether there was one */
  remove(scope: PolicyScope, name: string): boolean {
    return this.byName[scope].delete(name);
  }

  find(scope: PolicyScope, name: string): Policy | null {
    return this.byName[scope].get(name)?.policy ?? null;
  }

  list(scope: PolicyScope): Policy[] {
    return [...this.byName[scope].values()].map((compiled) => compiled.policy);
  }

  appliedTo(name: string, subject: PolicySubject): AppliedPolicies {
    if (this.byName.user.size === 0 && this.byName.operator.size === 0) return noPolicies;
    return { policy: this.best('user', name, subject), operatorPolicy: this.best('operator', name, subject) };
  }

  private best(scope: PolicyScope, name: string, subject: PolicySubject): Policy | null {
    let best: Policy | null = null;
    for (const { policy, pattern } of this.byName[scope].values()) {
      if (!isMeantFor(policy.applyTo, subject) || !pattern.matches(name)) continue;
      if (best === null || isStronger(policy, best)) best = policy;
    }
    return best;
  }
}

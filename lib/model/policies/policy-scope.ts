import type { Policy, QueueType } from '../resources';

/** Who set a policy: `user` policies add settings, `operator` policies only tighten them and win where both speak. */
export type PolicyScope = 'user' | 'operator';
export type ScopedPolicy = Policy & { readonly scope: PolicyScope };

/** What a policy may apply to: an exchange, or a queue of some type. */
export type PolicySubject = { readonly kind: 'exchange' } | { readonly kind: 'queue'; readonly type: QueueType };

const queueScopes: Readonly<Record<QueueType, Policy['applyTo']>> = {
  classic: 'classic_queues',
  quorum: 'quorum_queues',
  stream: 'streams',
};

/** Whether a policy is meant for this kind of thing at all; its pattern is another question. */
export function isMeantFor(applyTo: Policy['applyTo'], subject: PolicySubject): boolean {
  if (applyTo === 'all') return true;
  if (subject.kind === 'exchange') return applyTo === 'exchanges';
  return applyTo === 'queues' || applyTo === queueScopes[subject.type];
}

/** Of two policies that both match: higher priority; among equals the first by name, so that the answer does not depend on who came first. */
export const isStronger = (one: Policy, other: Policy): boolean =>
  one.priority > other.priority || (one.priority === other.priority && one.name < other.name);

import type { PlainTable, PlainValue } from '../field-table';
import { toTypedTable } from '../field-table-plain';
import { queueArguments } from '../queue-arguments';
import { effectiveSettings, type QueueSettings } from '../queue-arguments/effective-settings';
import type { Exchange, Queue } from '../resources';
import { isMeantFor, isStronger, type PolicyScope, type PolicySubject, type ScopedPolicy } from './policy-scope';

/** What one setting of a queue or exchange is and would be; null is `not set`. `key` is the argument's name. */
export type SettingChange = { readonly key: string; readonly before: PlainValue; readonly after: PlainValue };
export type PolicySubjectEffect = {
  readonly kind: 'queue' | 'exchange';
  readonly name: string;
  /** The policy of the same scope that is in force there instead, because of its priority; null when this one is. */
  readonly overriddenBy: string | null;
  readonly settings: readonly SettingChange[];
};

/** What a change of policies would do at this moment. */
export type PolicyEffect = {
  /** Why the pattern can't be used; everything else is empty then. */
  readonly patternError: string | null;
  readonly queueCount: number;
  readonly exchangeCount: number;
  /** Things whose settings change; the first of them are named. */
  readonly changedCount: number;
  readonly changes: readonly PolicySubjectEffect[];
  readonly overriddenCount: number;
  /** Ready messages above a new maximum length, which the broker drops or dead-letters at once. */
  readonly droppedMessageCount: number;
  /** Other policies whose patterns this console can't read: what they win is not known. */
  readonly unreadablePolicies: readonly string[];
};

export type PolicyWorld = {
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
  readonly policies: readonly ScopedPolicy[];
  /** Whether a policy's pattern is found in a name; linear time, whoever wrote the pattern. */
  readonly isMatch: (policy: ScopedPolicy, name: string) => boolean;
};

const CHANGES_SHOWN_MAX = 50;

/** The world with `before` taken out and `after` put in, compared with the world as it is. Null for none: a new policy, a removed one. */
export function policyEffect(
  world: PolicyWorld,
  before: ScopedPolicy | null,
  after: ScopedPolicy | null,
): Omit<PolicyEffect, 'patternError' | 'unreadablePolicies'> {
  const subject = after ?? before;
  if (subject === null)
    return { queueCount: 0, exchangeCount: 0, changedCount: 0, changes: [], overriddenCount: 0, droppedMessageCount: 0 };
  const { virtualHost } = subject;
  const now = world.policies.filter((policy) => policy.virtualHost === virtualHost);
  const rest = now.filter((policy) => before === null || !isSame(policy, before));
  const next = after === null ? rest : [...rest, after];
  const things = [
    ...world.queues.filter((queue) => queue.virtualHost === virtualHost).map(ofQueue),
    ...world.exchanges.filter((exchange) => exchange.virtualHost === virtualHost && exchange.name !== '').map(ofExchange),
  ].filter(({ kind, name }) => isMeantFor(subject.applyTo, kind) && world.isMatch(subject, name));
  const effects = things.map((thing) => ({ thing, effect: effectOn(thing, world, { now, next }, subject) }));
  const changed = effects.filter(({ effect }) => effect.settings.length > 0);
  return {
    queueCount: things.filter(({ kind }) => kind.kind === 'queue').length,
    exchangeCount: things.filter(({ kind }) => kind.kind === 'exchange').length,
    changedCount: changed.length,
    changes: changed.slice(0, CHANGES_SHOWN_MAX).map(({ effect }) => effect),
    overriddenCount: effects.filter(({ effect }) => effect.overriddenBy !== null).length,
    droppedMessageCount: changed.reduce((sum, { thing, effect }) => sum + droppedIn(thing, effect), 0),
  };
}

type Thing = {
  readonly kind: PolicySubject;
  readonly name: string;
  readonly readyCount: number;
  readonly settings: (policy: PlainTable | null, operatorPolicy: PlainTable | null) => ReadonlyMap<string, PlainValue>;
};

const isSame = (one: ScopedPolicy, other: ScopedPolicy): boolean =>
  one.scope === other.scope && one.name === other.name && one.virtualHost === other.virtualHost;

const settingNames = new Map<string, string>(queueArguments.flatMap(({ setting, name }) => (setting === null ? [] : [[setting, name]])));

function ofQueue(queue: Queue): Thing {
  const table = toTypedTable(queue.arguments);
  return {
    kind: { kind: 'queue', type: queue.type },
    name: queue.name,
    readyCount: queue.readyCount ?? 0,
    settings: (policy, operatorPolicy) => namedSettings(effectiveSettings(queue.type, table, policy, operatorPolicy)),
  };
}

const namedSettings = (settings: QueueSettings): ReadonlyMap<string, PlainValue> =>
  new Map(Object.entries(settings).map(([setting, value]) => [settingNames.get(setting) ?? setting, value]));

function ofExchange(exchange: Exchange): Thing {
  const own = exchange.arguments['alternate-exchange'];
  return {
    kind: { kind: 'exchange' },
    name: exchange.name,
    readyCount: 0,
    settings: (policy) => new Map([['alternate-exchange', own ?? policy?.['alternate-exchange'] ?? null]]),
  };
}

type Policies = { readonly now: readonly ScopedPolicy[]; readonly next: readonly ScopedPolicy[] };

function effectOn(thing: Thing, world: PolicyWorld, { now, next }: Policies, subject: ScopedPolicy): PolicySubjectEffect {
  const settingsUnder = (policies: readonly ScopedPolicy[]) =>
    thing.settings(
      inForce(world, policies, 'user', thing)?.definition ?? null,
      inForce(world, policies, 'operator', thing)?.definition ?? null,
    );
  const before = settingsUnder(now);
  const after = settingsUnder(next);
  const winner = inForce(world, next, subject.scope, thing);
  return {
    kind: thing.kind.kind,
    name: thing.name,
    overriddenBy: winner === null || isSame(winner, subject) ? null : winner.name,
    settings: [...after].flatMap(([key, value]) => {
      const was = before.get(key) ?? null;
      return was === value ? [] : [{ key, before: was, after: value }];
    }),
  };
}

function inForce(world: PolicyWorld, policies: readonly ScopedPolicy[], scope: PolicyScope, thing: Thing): ScopedPolicy | null {
  let best: ScopedPolicy | null = null;
  for (const policy of policies) {
    if (policy.scope !== scope || !isMeantFor(policy.applyTo, thing.kind)) continue;
    if ((best === null || isStronger(policy, best)) && world.isMatch(policy, thing.name)) best = policy;
  }
  return best;
}

function droppedIn(thing: Thing, effect: PolicySubjectEffect): number {
  const length = effect.settings.find(({ key }) => key === 'x-max-length')?.after;
  return typeof length === 'number' ? Math.max(0, thing.readyCount - length) : 0;
}

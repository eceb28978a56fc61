/**
 * The one table of who may do what. Services enforce it, pages read it to explain.
 * operator looks; support also reads bodies, publishes and replays; admin does everything.
 */
export const roles = ['operator', 'support', 'admin'] as const;
export type Role = (typeof roles)[number];

export const acts = {
  'broker.view': { roles: ['operator', 'support', 'admin'], label: 'see brokers, queues and routing' },
  'message.browse': { roles: ['operator', 'support', 'admin'], label: 'list messages with properties, without bodies' },
  'message.read-body': { roles: ['support', 'admin'], label: 'read message bodies and headers' },
  'message.publish': { roles: ['support', 'admin'], label: 'publish messages' },
  'message.replay': { roles: ['support', 'admin'], label: 'replay, move and copy messages' },
  'message.discard': { roles: ['support', 'admin'], label: 'discard messages into the bin and restore them' },
  'schema.manage': { roles: ['support', 'admin'], label: 'upload and delete schemas of message bodies' },
  'queue.purge': { roles: ['admin'], label: 'purge queues' },
  'queue.manage': { roles: ['admin'], label: 'create and delete queues' },
  'exchange.manage': { roles: ['admin'], label: 'create and delete exchanges' },
  'binding.manage': { roles: ['admin'], label: 'add and remove bindings' },
  'policy.manage': { roles: ['admin'], label: 'change policies' },
  'connection.close': { roles: ['admin'], label: 'close connections' },
  'broker.manage': { roles: ['admin'], label: 'add, change and remove brokers' },
  'account.manage': { roles: ['admin'], label: 'manage accounts and roles' },
  'audit.view': { roles: ['operator', 'support', 'admin'], label: 'read the audit log' },
} as const satisfies Record<string, { roles: readonly Role[]; label: string }>;

export type Act = keyof typeof acts;

export const mayAct = (role: Role, act: Act): boolean => (acts[act].roles as readonly Role[]).includes(role);

/** 'Only admins may purge queues.' for the tooltip of a disabled button and for the 403. */
export function whyNot(act: Act): string {
  const names = acts[act].roles.map((role) => (role === 'support' ? 'support staff' : `${role}s`));
  return `Only ${names.join(' and ')} may ${acts[act].label}.`;
}

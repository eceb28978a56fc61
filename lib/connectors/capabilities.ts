/** What a broker can do beyond the least that every connector must; discovered by `probe`, asked for by pages. */
export const capabilities = {
  'browse-without-effect': 'reading messages changes nothing in the queue',
  'browse-any-position': 'a page of messages at any position',
  'browse-by-time': 'a page of messages that begins at a time',
  'message-by-id': 'one message by its id, whole',
  'replay-trace': 'whether a replayed message was delivered and acknowledged',
  'route-preview': 'the broker itself says where a message would go',
  'settle-by-id': 'chosen messages can be removed without touching the others',
  'atomic-move': 'moving messages between queues is one transaction',
  'bulk-read': 'thousands of whole messages in one answer, for search and export',
} as const;
export type Capability = keyof typeof capabilities;

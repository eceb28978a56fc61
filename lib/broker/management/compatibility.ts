/**
 * The RabbitMQ release whose HTTP API this one is like. Tools parse `rabbitmq_version` and choose their requests by it;
 * `product_name` and `product_version` say what really answers.
 */
export const compatibility = { rabbitVersion: '3.13.7', productName: 'Warren' } as const;

/** What goes beyond RabbitMQ's API, by the names that connectors discover in GET /api/extensions. See docs/MANAGEMENT_API.md. */
export const extensionNames = [
  'browse-messages',
  'message-by-id',
  'raw-messages',
  'settle-by-id',
  'atomic-move',
  'replay-trace',
  'route-preview',
  'counter-stream',
  'snapshot',
] as const;

export const exchangeTypes = [
  { name: 'direct', description: 'routes by the exact routing key' },
  { name: 'fanout', description: 'routes to every binding' },
  { name: 'topic', description: 'routes by words of the routing key, * for one and # for any number' },
  { name: 'headers', description: 'routes by message headers' },
  { name: 'x-consistent-hash', description: 'spreads messages over its bindings by a hash' },
  { name: 'x-delayed-message', description: 'holds messages back for the time in their x-delay header' },
] as const;

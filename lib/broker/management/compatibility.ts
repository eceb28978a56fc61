/**
 * The RabbitMQ release whose HTTP API this one is like. Tools parse `rabbitmq_version` and choose their requests by it;
 * `product_name` and `product_version` say what really answers.
 */
export const compatibility = { rabbitVersion: '3.13.7', productName: 'Warren' } as const;

/** What goes beyond RabbitMQ's API, by the names that connectors discover in GET /api/extensions. See docs/MANAGEMENT_API.md. */
export const extensionNames = [
  'browse-messages',
  'browse-by-time',
  'newest-messages',
  'message-by-id',
  'raw-messages',
  'settle-by-id',
  'atomic-move',
  'replay-trace',
  'route-preview',
  'counter-stream',
  'snapshot',
  'delayed-messages',
] as const;

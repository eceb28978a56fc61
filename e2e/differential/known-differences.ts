/**
 * What the two brokers answer differently on purpose or beyond a client's reliance, taken out before answers are compared.
 * Each row is documented in docs/AMQP.md under 'Differences from RabbitMQ'.
 */
const differences: readonly { readonly why: string; readonly pattern: RegExp; readonly instead: string }[] = [
  // RabbitMQ since 3.13 and Warren write x-last-death-*; 3.10 does not.
  { why: 'x-last-death headers are newer than 3.10', pattern: /,?"x-last-death-(queue|reason|exchange)":"[^"]*"/g, instead: '' },
  // The address of a reply is a secret of its broker.
  { why: 'an address for direct replies is random', pattern: /amq\.rabbitmq\.reply-to\.(?!nobody)[^"' ]+/g, instead: 'reply-address' },
  // RabbitMQ's streams answer 0 to queue.declare, however many read; its quorum queues count a basic.get that is not yet acknowledged.
  { why: 'consumers of streams and quorum queues are counted', pattern: /^((?:s0|qq): \d+)\/\d+$/g, instead: '$1' },
  // RabbitMQ's is a hash of an Erlang term.
  {
    why: 'the properties key of a binding with arguments is another hash',
    pattern: /("properties_key":"[^"]*~)[\w-]+"/g,
    instead: '$1hash"',
  },
  { why: 'bytes in the HTTP API are base64', pattern: /"NQ=="/g, instead: '"5"' },
  { why: 'void in the HTTP API is null', pattern: /"undefined"/g, instead: 'null' },
];

export const comparable = (observation: string): string =>
  differences.reduce((text, { pattern, instead }) => text.replace(pattern, instead), observation);

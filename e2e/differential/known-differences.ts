/**
 * What the two brokers answer differently on purpose or beyond a client's reliance, taken out before answers are compared.
 * Each row is documented in docs/AMQP.md under 'Differences from RabbitMQ'.
 */
const differences: readonly { readonly why: string; readonly pattern: RegExp; readonly instead: string }[] = [
  // RabbitMQ since 3.13 and Warren write x-last-death-*; 3.10 does not.
  { why: 'x-last-death headers are newer than 3.10', pattern: /,?"x-last-death-(queue|reason|exchange)":"[^"]*"/g, instead: '' },
  { why: 'a virtual host is named in texts', pattern: /seed-\d+/g, instead: 'seed' },
];

export const comparable = (observation: string): string =>
  differences.reduce((text, { pattern, instead }) => text.replace(pattern, instead), observation);

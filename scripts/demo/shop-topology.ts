import type { Channel } from 'amqplib';

export const exchanges = {
  orders: 'shop.orders',
  payments: 'shop.payments',
  stock: 'shop.stock',
  mail: 'shop.mail',
  dead: 'shop.dead',
} as const;

export const queues = {
  fulfilment: 'orders.fulfilment',
  invoicing: 'orders.invoicing',
  analytics: 'orders.analytics',
  capture: 'payments.capture',
  refund: 'payments.refund',
  warehouse: 'stock.warehouse',
  search: 'stock.search',
  transactional: 'mail.transactional',
  newsletter: 'mail.newsletter',
  deadOrders: 'dead.orders',
  deadPayments: 'dead.payments',
  deadMail: 'dead.mail',
} as const;

const NEWSLETTER_TTL_MS = 15_000;
const ANALYTICS_LENGTH_MAX = 500;
const DEAD_LENGTH_MAX = 10_000; // a demo that runs for a week must not fill a disk

type ExchangeRow = { readonly name: string; readonly type: 'topic' | 'direct' | 'fanout' | 'headers' };
const exchangeRows: readonly ExchangeRow[] = [
  { name: exchanges.orders, type: 'topic' },
  { name: exchanges.payments, type: 'direct' },
  { name: exchanges.stock, type: 'fanout' },
  { name: exchanges.mail, type: 'headers' },
  { name: exchanges.dead, type: 'topic' },
];

const deadLetters = (queue: string) => ({ 'x-dead-letter-exchange': exchanges.dead, 'x-dead-letter-routing-key': queue });
const queueRows: readonly { readonly name: string; readonly arguments: Record<string, string | number> }[] = [
  { name: queues.fulfilment, arguments: deadLetters(queues.fulfilment) },
  { name: queues.invoicing, arguments: deadLetters(queues.invoicing) },
  { name: queues.analytics, arguments: { 'x-max-length': ANALYTICS_LENGTH_MAX } },
  { name: queues.capture, arguments: deadLetters(queues.capture) },
  { name: queues.refund, arguments: deadLetters(queues.refund) },
  { name: queues.warehouse, arguments: {} },
  { name: queues.search, arguments: {} },
  { name: queues.transactional, arguments: deadLetters(queues.transactional) },
  { name: queues.newsletter, arguments: { 'x-message-ttl': NEWSLETTER_TTL_MS, ...deadLetters(queues.newsletter) } },
  ...[queues.deadOrders, queues.deadPayments, queues.deadMail].map((name) => ({ name, arguments: { 'x-max-length': DEAD_LENGTH_MAX } })),
];

type BindingRow = { readonly from: string; readonly to: string; readonly key: string; readonly arguments?: Record<string, string> };
const bindingRows: readonly BindingRow[] = [
  { from: exchanges.orders, to: queues.fulfilment, key: 'order.paid.*' },
  { from: exchanges.orders, to: queues.invoicing, key: 'order.paid.*' },
  { from: exchanges.orders, to: queues.invoicing, key: 'order.refunded.*' },
  { from: exchanges.orders, to: queues.analytics, key: 'order.#' },
  { from: exchanges.payments, to: queues.capture, key: 'capture' },
  { from: exchanges.payments, to: queues.refund, key: 'refund' },
  { from: exchanges.stock, to: queues.warehouse, key: '' },
  { from: exchanges.stock, to: queues.search, key: '' },
  { from: exchanges.mail, to: queues.transactional, key: '', arguments: { 'x-match': 'all', kind: 'transactional' } },
  { from: exchanges.mail, to: queues.newsletter, key: '', arguments: { 'x-match': 'all', kind: 'newsletter' } },
  { from: exchanges.dead, to: queues.deadOrders, key: 'orders.#' },
  { from: exchanges.dead, to: queues.deadPayments, key: 'payments.#' },
  { from: exchanges.dead, to: queues.deadMail, key: 'mail.#' },
];

/** Declares everything; on a broker that has it already nothing changes. */
export async function declareShop(channel: Channel): Promise<void> {
  for (const { name, type } of exchangeRows) await channel.assertExchange(name, type, { durable: true });
  for (const row of queueRows) await channel.assertQueue(row.name, { durable: true, arguments: row.arguments });
  for (const { from, to, key, arguments: own } of bindingRows) await channel.bindQueue(to, from, key, own ?? {});
}

import { randomUUID } from 'node:crypto';
import type { ConfirmChannel, Options } from 'amqplib';
import { newMail, newOrder, newPayment, type Order, pick, stockChanges } from './shop-events';
import { exchanges } from './shop-topology';
import { type ShopRuntime, stayConnected } from './stay-connected';

const TICK_MS = 100;
/** A day of the shop: traffic swells and ebbs by a factor of four in this time, so that a chart shows it within minutes. */
const DAY_MS = 240_000;
const UNCONFIRMED_MAX = 2_000;
const CHARGEBACK_SHARE = 0.01;
const REFUND_SHARE = 0.08;
const NEWSLETTER_SHARE = 0.1;

/** Orders come in, are paid, move stock and cause mail; each step a moment after the one before. */
export async function runProducer(runtime: ShopRuntime, ordersPerSecond: number): Promise<void> {
  await stayConnected(runtime, 'shop-checkout', async (connection, ended) => {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined); // the connection's end is what counts
    channel.on('return', () => {
      runtime.statistics.unroutable += 1;
    });
    let isBlocked = false;
    connection.on('blocked', () => (isBlocked = true));
    connection.on('unblocked', () => (isBlocked = false));
    const till = new Till(channel, runtime, ended);
    let due = 0;
    const timer = setInterval(() => {
      due = Math.min(due + (ordersPerSecond * wave(Date.now()) * TICK_MS) / 1000, ordersPerSecond);
      if (isBlocked || till.unconfirmedCount > UNCONFIRMED_MAX) return;
      for (; due >= 1; due -= 1) till.placeOrder(newOrder());
    }, TICK_MS);
    ended.addEventListener('abort', () => clearInterval(timer), { once: true });
    runtime.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  });
}

/** Between 0.4 and 1.6, one on average. */
export const wave = (nowMs: number): number => 1 + 0.6 * Math.sin((2 * Math.PI * nowMs) / DAY_MS);

class Till {
  unconfirmedCount = 0;
  /** Steps that are still to come; about ten seconds of orders. */
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(
    private readonly channel: ConfirmChannel,
    private readonly runtime: ShopRuntime,
    private readonly ended: AbortSignal,
  ) {
    const cancel = (): void => {
      for (const timer of this.waiting) clearTimeout(timer);
    };
    for (const signal of [ended, runtime.signal]) signal.addEventListener('abort', cancel, { once: true });
  }

  placeOrder(order: Order): void {
    this.runtime.statistics.orders += 1;
    this.publish(exchanges.orders, `order.created.${order.country}`, 'order.created', order, order);
    this.later(200, () => this.publish(exchanges.payments, 'capture', 'payment.capture', newPayment(order), order));
    this.later(1_200, () => this.publish(exchanges.orders, `order.paid.${order.country}`, 'order.paid', order, order));
    this.later(1_500, () => {
      for (const change of stockChanges(order)) this.publish(exchanges.stock, '', 'stock.changed', change, order, { persistent: false });
    });
    this.later(1_800, () => this.mail(order, 'transactional', 'order-confirmation'));
    if (Math.random() < NEWSLETTER_SHARE)
      this.later(5_000, () => this.mail(order, 'newsletter', pick(['spring-harvest', 'tasting-evening'])));
    if (Math.random() < REFUND_SHARE) this.later(9_000, () => this.refund(order));
    // A service that was never connected: nobody has bound this key, so the broker returns the message.
    if (Math.random() < CHARGEBACK_SHARE)
      this.later(3_000, () => this.publish(exchanges.payments, 'chargeback', 'payment.chargeback', newPayment(order), order));
  }

  private refund(order: Order): void {
    this.publish(exchanges.payments, 'refund', 'payment.refund', newPayment(order, -order.total), order);
    this.publish(exchanges.orders, `order.refunded.${order.country}`, 'order.refunded', order, order);
  }

  private mail(order: Order, kind: 'transactional' | 'newsletter', template: string): void {
    const headers = { kind, language: order.country, priority: kind === 'transactional' ? 1 : 0 };
    this.publish(exchanges.mail, '', `mail.${kind}`, newMail(order, template), order, { headers });
  }

  private later(aboutMs: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.waiting.delete(timer);
        act();
      },
      aboutMs * (0.5 + Math.random()),
    );
    this.waiting.add(timer);
  }

  private publish(exchange: string, routingKey: string, type: string, body: unknown, order: Order, options: Options.Publish = {}): void {
    if (this.runtime.signal.aborted || this.ended.aborted) return;
    const properties: Options.Publish = {
      persistent: true,
      mandatory: true,
      contentType: 'application/json',
      messageId: randomUUID(),
      correlationId: order.orderId,
      timestamp: Math.floor(Date.now() / 1000),
      type,
      appId: 'shop-checkout',
      ...options,
    };
    this.unconfirmedCount += 1;
    this.runtime.statistics.published += 1;
    this.channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(body)), properties, (error: unknown) => {
      this.unconfirmedCount -= 1;
      if (error === null) this.runtime.statistics.confirmed += 1;
    });
  }
}

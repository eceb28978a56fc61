import { randomUUID } from 'node:crypto';
import type { MessageDraft, MessageProperties } from '../../model/message';
import type { AmqpChannel, Delivery } from '../amqp/amqp-channel';
import { AmqpConnection } from '../amqp/amqp-connection';
import type { Connector, QueueAddress, QueueDeclaration } from '../connector';

export type BrokerAccess = {
  readonly managementUrl: string;
  readonly amqpUrl: string;
  readonly username: string;
  readonly password: string;
};

/** A broker under test. Everything is asked for lazily: it starts in a beforeAll. */
export interface Subject {
  readonly connector: Connector;
  readonly access: BrokerAccess;
  /** A connector of the same kind with other access; closed by whoever asks for it. */
  connectorWith(access: Partial<BrokerAccess>): Connector;
}

/** A name nobody else uses, so that cases don't meet; with what makes names hard: slash, space, percent, letters beyond ASCII. */
export const hardName = (what: string): string => `${what} ü/€%2F ${randomUUID().slice(0, 8)}`;
export const plainName = (what: string): string => `${what}.${randomUUID().slice(0, 8)}`;

export function draft(exchange: string, routingKey: string, body: string | Uint8Array, properties: MessageProperties = {}): MessageDraft {
  return { exchange, routingKey, properties, bodyBase64: Buffer.from(body as Uint8Array).toString('base64') };
}

export async function declaredQueue(subject: Subject, options: Partial<QueueDeclaration> = {}): Promise<QueueAddress> {
  const queue = {
    virtualHost: '/',
    name: plainName('queue'),
    type: 'classic',
    isDurable: true,
    isAutoDelete: false,
    arguments: {},
  } as const;
  const declaration = { ...queue, ...options };
  await subject.connector.declareQueue(declaration);
  return { virtualHost: declaration.virtualHost, name: declaration.name };
}

/** Publishes texts to a queue by the default exchange; each gets its text as message id too. */
export async function fill(subject: Subject, queue: QueueAddress, texts: readonly string[]): Promise<void> {
  const drafts = texts.map((text) => draft('', queue.name, text, { messageId: text, deliveryMode: 2 }));
  const outcomes = await subject.connector.publish(queue.virtualHost, drafts);
  const failed = outcomes.find(({ outcome }) => outcome !== 'confirmed');
  if (failed !== undefined) throw new Error(`Not all messages were confirmed: ${JSON.stringify(failed)}`);
}

export const textOf = (message: { readonly bodyBase64: string }): string => Buffer.from(message.bodyBase64, 'base64').toString('utf8');

/** Runs `work` on an AMQP channel beside the connector, as an application would. */
export async function withChannel<T>(subject: Subject, virtualHost: string, work: (channel: AmqpChannel) => Promise<T>): Promise<T> {
  const url = new URL(subject.access.amqpUrl);
  const { username, password } = subject.access;
  const address = { host: url.hostname, port: Number(url.port), isTls: false };
  const connection = await AmqpConnection.open({ ...address, username, password, virtualHost, clientName: 'conformance' });
  try {
    return await connection.withChannel(work);
  } finally {
    await connection.close();
  }
}

/** Takes everything out, as an application's consumer would see it. */
export async function drain(subject: Subject, queue: QueueAddress): Promise<readonly Delivery[]> {
  return withChannel(subject, queue.virtualHost, async (channel) => {
    const deliveries: Delivery[] = [];
    for (;;) {
      const delivery = await channel.get(queue.name);
      if (delivery === null) return deliveries;
      deliveries.push(delivery);
      channel.send({ name: 'basic.ack', deliveryTag: delivery.deliveryTag, multiple: false });
    }
  });
}

/** A busy RabbitMQ may tell a quorum queue's counts as they were, or as 0: counts are polled until they settle. */
export const COUNTS_SETTLE = { timeout: 10_000 } as const;

/** Ready messages and consumers at this moment, from the broker itself and not from its statistics. */
export async function countsOf(subject: Subject, queue: QueueAddress): Promise<{ messageCount: number; consumerCount: number }> {
  return withChannel(subject, queue.virtualHost, async (channel) => {
    const declare = { passive: true, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] } as const;
    return channel.call({ name: 'queue.declare', queue: queue.name, ...declare }, 'queue.declare-ok');
  });
}

/** A call to the management API as its administrator, for what the port has no verb for. */
export async function administer(subject: Subject, method: 'PUT' | 'DELETE', parts: readonly string[], body: unknown = {}): Promise<void> {
  const { managementUrl, username, password } = subject.access;
  const answer = await fetch(`${managementUrl}/api/${parts.map(encodeURIComponent).join('/')}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${parts.join('/')} answered ${answer.status}: ${await answer.text()}`);
}

export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It was expected to fail and did not.');
}

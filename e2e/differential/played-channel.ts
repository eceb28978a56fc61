import { once } from 'node:events';
import type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage, GetMessage } from 'amqplib';
import type { Operation } from './operation';

type Settlement = Extract<Operation, { do: 'settle' }>;
type Publish = Extract<Operation, { do: 'publish' }>;
/** AMQP 0-9-1: class 90, as amqplib numbers methods. */
const tx = (method: number): number => 90 * 0x10000 + method;
const transaction = { select: tx(10), selectOk: tx(11), commit: tx(20), commitOk: tx(21), rollback: tx(30), rollbackOk: tx(31) };
/** amqplib's way to send a method that it has no verb for. */
type Caller = { rpc(method: number, fields: object, expected: number): Promise<unknown> };

/** One channel of a player: its verbs, and the deliveries it holds unacknowledged. */
export class PlayedChannel {
  /** In the order of their delivery tags. */
  held: (GetMessage | ConsumeMessage)[] = [];

  private constructor(
    readonly connection: ChannelModel,
    readonly raw: Channel | ConfirmChannel,
    private readonly isConfirm: boolean,
  ) {}

  static async open(connection: ChannelModel, isConfirm: boolean): Promise<PlayedChannel> {
    const raw = isConfirm ? await connection.createConfirmChannel() : await connection.createChannel();
    return new PlayedChannel(connection, raw, isConfirm);
  }

  /** When it answers, the broker has dealt with all that this channel sent before. */
  async roundTrip(): Promise<void> {
    await this.raw.checkExchange('amq.direct').catch(() => undefined);
  }

  checkQueue(name: string): Promise<{ messageCount: number; consumerCount: number }> {
    return this.raw.checkQueue(name);
  }

  async get(queue: string, noAck: boolean): Promise<GetMessage | null> {
    const message = await this.raw.get(queue, { noAck });
    if (message === false) return null;
    if (!noAck) this.held.push(message);
    return message;
  }

  /** `seen` gets null when the broker cancels the consumer. */
  consume(queue: string, tag: string, options: Readonly<Record<string, unknown>>, seen: (message: ConsumeMessage | null) => void) {
    const take = (message: ConsumeMessage | null): void => {
      if (message !== null && options['noAck'] !== true) this.held.push(message);
      seen(message);
    };
    return this.raw.consume(queue, take, { ...options, consumerTag: tag });
  }

  async perform(operation: Operation): Promise<unknown> {
    const { raw } = this;
    switch (operation.do) {
      case 'declare-exchange':
        return raw.assertExchange(operation.name, operation.type, operation.options);
      case 'delete-exchange':
        return raw.deleteExchange(operation.name, { ifUnused: operation.ifUnused });
      case 'check-exchange':
        return raw.checkExchange(operation.name);
      case 'declare-queue':
        return raw.assertQueue(operation.name, operation);
      case 'delete-queue':
        return raw.deleteQueue(operation.name, operation);
      case 'check-queue':
        return raw.checkQueue(operation.name);
      case 'purge':
        return raw.purgeQueue(operation.name);
      case 'bind':
        return raw.bindQueue(operation.queue, operation.exchange, operation.key, operation.arguments);
      case 'unbind':
        return raw.unbindQueue(operation.queue, operation.exchange, operation.key, operation.arguments);
      case 'bind-exchange':
        return raw.bindExchange(operation.destination, operation.source, operation.key, operation.arguments);
      case 'unbind-exchange':
        return raw.unbindExchange(operation.destination, operation.source, operation.key, operation.arguments);
      default:
        return this.performBasic(operation);
    }
  }

  private async performBasic(operation: Operation): Promise<unknown> {
    switch (operation.do) {
      case 'publish':
        return this.publish(operation);
      case 'settle':
        return this.settle(operation);
      case 'reply':
        return this.reply(operation.index, operation.body);
      case 'cancel':
        return this.raw.cancel(operation.tag);
      case 'qos':
        return this.raw.prefetch(operation.count, operation.global);
      case 'recover':
        this.held = [];
        return this.raw.recover();
      case 'close-channel':
        return this.raw.close();
      case 'tx-select':
        return this.call(transaction.select, transaction.selectOk);
      case 'tx-commit':
        return this.call(transaction.commit, transaction.commitOk);
      case 'tx-rollback':
        return this.call(transaction.rollback, transaction.rollbackOk);
      default:
        throw new Error(`no channel does ${operation.do}`);
    }
  }

  private async call(method: number, expected: number): Promise<string> {
    await (this.raw as unknown as Caller).rpc(method, {}, expected);
    return 'done';
  }

  private async publish({ exchange, key, body, options }: Publish): Promise<string> {
    if (!this.isConfirm) {
      this.raw.publish(exchange, key, Buffer.from(body), options);
      return 'sent';
    }
    const answered = new AbortController();
    const closed = once(this.raw, 'close', { signal: answered.signal }).then(() => Promise.reject(new Error('the channel was closed')));
    closed.catch(() => undefined);
    const confirmed = new Promise<string>((resolve) => {
      (this.raw as ConfirmChannel).publish(exchange, key, Buffer.from(body), options, (error) => resolve(error ? 'refused' : 'confirmed'));
    });
    return Promise.race([confirmed, closed]).finally(() => answered.abort());
  }

  private async settle({ how, index, multiple }: Settlement): Promise<string> {
    const message = this.held[index];
    if (!message) return 'nothing to settle';
    if (how === 'ack') this.raw.ack(message, multiple);
    else if (how === 'reject') this.raw.reject(message, false);
    else this.raw.nack(message, multiple, how === 'requeue');
    const isMultiple = multiple && how !== 'reject';
    this.held = this.held.filter((_, at) => (isMultiple ? at > index : at !== index));
    await this.raw.checkExchange('amq.direct'); // an answer, so that the settlement has been dealt with
    return 'settled';
  }

  /** Not mandatory: RabbitMQ 3.10 returns every mandatory answer, those that arrive too (docs/AMQP.md). */
  private async reply(index: number, body: string): Promise<string> {
    const replyTo: unknown = this.held[index]?.properties.replyTo;
    if (typeof replyTo !== 'string') return 'nobody to answer';
    return this.publish({ do: 'publish', exchange: '', key: replyTo, body, options: {} });
  }
}

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import amqplib, { type ChannelModel, type ConfirmChannel, type GetMessage, type Message } from 'amqplib';
import type { Operation } from './operation';

const waitMs = 30;
/** A broker that does not answer is a difference too. */
const answerTimeoutMs = 10_000;

/** Plays operations to one broker and writes down all that a client can see. */
export class Player {
  private channel: ConfirmChannel | null = null;
  private outstanding: GetMessage[] = [];
  private returned: string[] = [];
  private closeText: string | null = null;

  private constructor(
    private connection: ChannelModel,
    private readonly url: string,
  ) {}

  static async connect(url: string): Promise<Player> {
    const player = new Player(await amqplib.connect(url), url);
    player.watchConnection();
    return player;
  }

  async play(operations: readonly Operation[]): Promise<string[]> {
    const observations: string[] = [];
    for (const operation of operations) observations.push(await this.observe(operation));
    return observations;
  }

  async close(): Promise<void> {
    await this.connection.close().catch(() => undefined);
  }

  private async observe(operation: Operation): Promise<string> {
    this.returned = [];
    this.closeText = null;
    try {
      const answer = await Promise.race([this.perform(operation), timeOut()]);
      return JSON.stringify({ answer, returned: this.returned });
    } catch (error) {
      return JSON.stringify({ error: await this.reasonOf(error) });
    }
  }

  /** The text of the close frame; the channel (or the whole connection) is opened again by the next operation. */
  private async reasonOf(error: unknown): Promise<string> {
    await sleep(20); // the close frame may come after the failed answer
    this.channel = null;
    this.outstanding = [];
    const text = this.closeText ?? (error instanceof Error ? error.message : String(error));
    return text.replace(/^.*with message /, '').replaceAll('"', '');
  }

  private watchConnection(): void {
    this.connection.on('error', (error: Error) => {
      this.closeText = `connection: ${error.message}`;
    });
    this.connection.on('close', () => {
      this.channel = null;
      this.connection = null as unknown as ChannelModel; // the next operation connects again
    });
  }

  private async open(): Promise<ConfirmChannel> {
    if (this.connection === null) {
      this.connection = await amqplib.connect(this.url);
      this.watchConnection();
    }
    if (this.channel) return this.channel;
    const channel = await this.connection.createConfirmChannel();
    channel.on('error', (error: Error) => {
      this.closeText = error.message;
    });
    channel.on('return', (message: Message) =>
      this.returned.push(`${(message.fields as { replyCode?: number }).replyCode} ${message.content.toString()}`),
    );
    this.channel = channel;
    return channel;
  }

  private async perform(operation: Operation): Promise<unknown> {
    const channel = await this.open();
    switch (operation.do) {
      case 'declare-exchange':
        return channel.assertExchange(operation.name, operation.type, operation.options);
      case 'delete-exchange':
        return channel.deleteExchange(operation.name, { ifUnused: operation.ifUnused });
      case 'declare-queue':
        return channel.assertQueue(operation.name, operation);
      case 'delete-queue':
        return channel.deleteQueue(operation.name, operation);
      case 'check-queue':
        return channel.checkQueue(operation.name);
      case 'check-exchange':
        return channel.checkExchange(operation.name);
      case 'purge':
        return channel.purgeQueue(operation.name);
      case 'bind':
        return channel.bindQueue(operation.queue, operation.exchange, operation.key, operation.arguments);
      case 'unbind':
        return channel.unbindQueue(operation.queue, operation.exchange, operation.key, operation.arguments);
      case 'bind-exchange':
        return channel.bindExchange(operation.destination, operation.source, operation.key);
      case 'publish':
        return this.publish(channel, operation);
      case 'get':
        return this.get(channel, operation);
      case 'settle':
        return this.settle(channel, operation);
      case 'recover':
        this.outstanding = [];
        return channel.recover();
      case 'wait':
        return sleep(waitMs);
    }
  }

  private async publish(channel: ConfirmChannel, operation: Extract<Operation, { do: 'publish' }>): Promise<string> {
    const closed = once(channel, 'close').then(() => Promise.reject(new Error('the channel was closed')));
    closed.catch(() => undefined);
    const confirmed = new Promise<string>((resolve) => {
      channel.publish(operation.exchange, operation.key, Buffer.from(operation.body), operation.options, (error) =>
        resolve(error ? 'refused' : 'confirmed'),
      );
    });
    const outcome = await Promise.race([confirmed, closed]);
    // A message that dead-letters on its way is confirmed before it has arrived everywhere.
    await sleep(5);
    return outcome;
  }

  private async get(channel: ConfirmChannel, operation: Extract<Operation, { do: 'get' }>): Promise<unknown> {
    const message = await channel.get(operation.queue, { noAck: operation.noAck });
    if (message === false) return 'empty';
    if (!operation.noAck) this.outstanding.push(message);
    return inWords(message);
  }

  private async settle(channel: ConfirmChannel, { how, index, multiple }: Extract<Operation, { do: 'settle' }>): Promise<string> {
    const message = this.outstanding[index];
    if (!message) return 'nothing to settle';
    if (how === 'ack') channel.ack(message, multiple);
    else if (how === 'reject') channel.reject(message, false);
    else channel.nack(message, multiple, how === 'requeue');
    const isMultiple = multiple && how !== 'reject';
    this.outstanding = this.outstanding.filter((_, at) => (isMultiple ? at > index : at !== index));
    await channel.checkExchange('amq.direct'); // an answer, so that the settlement has been dealt with
    await sleep(5);
    return 'settled';
  }
}

/** A message as a consumer sees it, without times, which differ from run to run, and with its headers in one order. */
function inWords(message: GetMessage): unknown {
  const { deliveryTag: _deliveryTag, ...fields } = message.fields;
  const entries = Object.entries(message.properties.headers ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const withoutTimes = (key: string, value: unknown): unknown => (key === 'time' ? 'time' : value);
  const headers: unknown = JSON.parse(JSON.stringify(Object.fromEntries(entries), withoutTimes));
  const { priority, expiration, deliveryMode, userId } = message.properties;
  return { body: message.content.toString(), fields, headers, priority, expiration, deliveryMode, userId };
}

async function timeOut(): Promise<never> {
  await sleep(answerTimeoutMs, undefined, { ref: false });
  throw new Error('the broker did not answer');
}

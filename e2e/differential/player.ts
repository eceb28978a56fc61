import { setTimeout as sleep } from 'node:timers/promises';
import amqplib, { type ChannelModel, type ConsumeMessage, type GetMessage, type Message } from 'amqplib';
import { inOneOrder } from './in-one-order';
import { type Managed, manage } from './managed';
import type { Operation } from './operation';
import { PlayedChannel } from './played-channel';

/** A broker that does not answer is a difference too. */
const ANSWER_TIMEOUT_MS = 10_000;
/** The text of a close frame may come after the failed answer. */
const CLOSE_TEXT_WAIT_MS = 20;
/** Rounds through all channels and queues, after which a chain of dead letters or cancels of that length has arrived. */
const SETTLE_ROUNDS_MIN = 2;

/** Plays operations to one broker and writes down all that a client can see. */
export class Player {
  private readonly connections = new Map<string, ChannelModel>();
  private readonly channels = new Map<string, PlayedChannel>();
  /** All that came unasked, by consumer or channel, from the beginning: compared as a whole, so that it may come late. */
  private readonly events = new Map<string, unknown[]>();
  private readonly missing = new Map<string, string>();
  private closeText: string | null = null;

  constructor(
    private readonly url: string,
    private readonly managed: Managed,
    private readonly queues: readonly string[],
  ) {}

  async close(): Promise<void> {
    for (const connection of this.connections.values()) await connection.close().catch(() => undefined);
  }

  /** What the broker answers to it. */
  async play(operation: Operation): Promise<string> {
    this.closeText = null;
    if (operation.do.startsWith('declare')) this.missing.clear();
    try {
      return inOneOrder({ answer: await Promise.race([this.perform(operation), timeOut()]) });
    } catch (error) {
      return inOneOrder({ error: await this.reasonOf(error) });
    }
  }

  /** What can be seen without doing anything, in lines, once what is under way has gone a few rounds through the broker. */
  async look(): Promise<string[]> {
    let counts: string[] = [];
    for (let round = 0; round < SETTLE_ROUNDS_MIN; round++) {
      await Promise.all([...this.channels].map(([name, channel]) => (name === 'observer' ? null : channel.roundTrip())));
      counts = await this.countAll();
    }
    const held = [...this.channels].map(([name, channel]) => `${name} holds ${channel.held.length}`).sort();
    const events = [...this.events].sort(([left], [right]) => (left < right ? -1 : 1));
    return [...counts, ...held, ...events.flatMap(([who, all]) => all.map((event, at) => `${who} ${at} ${inOneOrder(event)}`))];
  }

  private async countAll(): Promise<string[]> {
    const counts: string[] = [];
    for (const queue of this.queues) counts.push(`${queue}: ${this.missing.get(queue) ?? (await this.count(queue))}`);
    return counts;
  }

  private async count(queue: string): Promise<string> {
    try {
      const { messageCount, consumerCount } = await (await this.open('observer')).checkQueue(queue);
      return `${messageCount}/${consumerCount}`;
    } catch {
      this.missing.set(queue, 'none');
      return 'none';
    }
  }

  private async reasonOf(error: unknown): Promise<string> {
    await sleep(CLOSE_TEXT_WAIT_MS);
    const text = this.closeText ?? (error instanceof Error ? error.message : String(error));
    return text.replace(/^.*with message /, '').replaceAll('"', '');
  }

  private async connect(name: string): Promise<ChannelModel> {
    const known = this.connections.get(name);
    if (known) return known;
    const connection = await amqplib.connect(this.url);
    this.connections.set(name, connection);
    connection.on('error', (error: Error) => {
      this.closeText = `connection: ${error.message}`;
      this.record(name, this.closeText.replaceAll('"', ''));
    });
    connection.on('close', () => {
      this.connections.delete(name); // the next operation connects again
      for (const [channelName, channel] of this.channels) if (channel.connection === connection) this.channels.delete(channelName);
    });
    return connection;
  }

  /** The channel, opened again when an error closed it. */
  private async open(name: string): Promise<PlayedChannel> {
    const known = this.channels.get(name);
    if (known) return known;
    const connection = await this.connect(name.startsWith('other') ? 'other' : 'own');
    const channel = await PlayedChannel.open(connection, name === 'main');
    this.channels.set(name, channel);
    channel.raw.on('error', (error: Error) => {
      this.closeText = error.message;
      if (name !== 'observer') this.record(name, error.message.replace(/^.*with message /, '').replaceAll('"', ''));
    });
    channel.raw.on('close', () => {
      if (this.channels.get(name) === channel) this.channels.delete(name);
    });
    channel.raw.on('return', (message: Message) => this.record(name, inWords(message)));
    return channel;
  }

  private record(who: string, what: unknown): void {
    const events = this.events.get(who);
    if (events) events.push(what);
    else this.events.set(who, [what]);
  }

  private async perform(operation: Operation): Promise<unknown> {
    if (operation.do === 'wait') return sleep(operation.ms);
    if (operation.do === 'set-policy' || operation.do === 'delete-policy') return manage(this.managed, operation);
    const name = operation.on ?? 'main';
    const channel = await this.open(name);
    if (operation.do === 'consume') return this.consume(name, channel, operation);
    if (operation.do === 'get') {
      const message = await channel.get(operation.queue, operation.noAck);
      return message === null ? 'empty' : inWords(message);
    }
    const answer = await channel.perform(operation);
    if (operation.do === 'close-channel') this.channels.delete(name);
    return answer;
  }

  private consume(name: string, channel: PlayedChannel, operation: Extract<Operation, { do: 'consume' }>): Promise<unknown> {
    const { tag, queue, options } = operation;
    return channel.consume(queue, tag, options, (message) => this.record(`${name}/${tag}`, message ? inWords(message) : 'cancelled'));
  }
}

/** A message as a client sees it. */
function inWords(message: GetMessage | ConsumeMessage | Message): unknown {
  const { headers, ...properties } = message.properties;
  const { consumerTag: _consumerTag, ...fields } = message.fields as unknown as Record<string, unknown>;
  return { body: message.content.toString(), fields, headers, properties };
}

async function timeOut(): Promise<never> {
  await sleep(ANSWER_TIMEOUT_MS, undefined, { ref: false });
  throw new Error('the broker did not answer');
}

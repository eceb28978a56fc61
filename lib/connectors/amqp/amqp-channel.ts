import { type ClientMethod, type Method, type MethodName, TableMemo } from '../../amqp';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';
import { type Content, ContentAssembler } from './content-assembler';

export type Delivery = {
  readonly deliveryTag: number;
  readonly redelivered: boolean;
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Content;
};
export type Returned = {
  readonly replyCode: number;
  readonly replyText: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Content;
};

/** What a channel tells its user unasked. */
export type ChannelEvents = {
  onDelivery?: (delivery: Delivery) => void;
  onReturn?: (returned: Returned) => void;
  onConfirm?: (deliveryTag: number, isMultiple: boolean, isAcknowledged: boolean) => void;
  /** The broker ended the consumer, e.g. because its queue was deleted. */
  onConsumerCancelled?: () => void;
  onClosed?: (fault: AmqpFault) => void;
};

/** The connection as its channels see it. */
export interface ChannelTransport {
  sendMethod(channel: number, method: ClientMethod): void;
  sendContent(channel: number, method: ClientMethod, headerPayload: Uint8Array, body: Uint8Array): void;
  channelEnded(channel: number): void;
}

type Reply<Name extends MethodName> = Extract<Method, { readonly name: Name }>;
type Waiting = {
  readonly names: readonly MethodName[];
  readonly resolve: (answer: { method: Method; content: Content | null }) => void;
  readonly reject: (fault: AmqpFault) => void;
};

/**
 * One AMQP channel. Methods are sent at once; those of one kind are answered in their order (AMQP 4.7). RabbitMQ's queues
 * answer basic.consume and basic.cancel themselves, which a later queue.declare can overtake. Deliveries, returns and confirms
 * arrive between the answers.
 *
 *   open ── close() ──> closing ── channel.close-ok ──> ended
 *     └──── channel.close from the broker, or the connection's end ──> ended (with a fault)
 */
export class AmqpChannel {
  events: ChannelEvents = {};
  /** Bytes of each received body that are kept; the rest is counted and dropped. */
  bodyKeepBytes: number = amqpLimits.bodyBytesMax;
  digestsBodies = false;
  private readonly memo = new TableMemo();
  private fault: AmqpFault | null = null;
  /** In the order of their methods. */
  private waiting: Waiting[] = [];
  private incoming: { readonly method: Method; readonly assembler: ContentAssembler } | null = null;

  constructor(
    private readonly transport: ChannelTransport,
    readonly number: number,
  ) {}

  get isOpen(): boolean {
    return this.fault === null;
  }

  /** Sends a method and waits for one of the named answers. @throws AmqpFault */
  async call<Name extends MethodName>(method: ClientMethod, ...names: readonly Name[]): Promise<Reply<Name>> {
    const { method: answer } = await this.exchange(method, names);
    return answer as Reply<Name>; // exchange() resolves with one of `names` only
  }

  /** basic.get: one message, or null when the queue has none ready. */
  async get(queue: string): Promise<Delivery | null> {
    const { method, content } = await this.exchange({ name: 'basic.get', queue, noAck: false }, ['basic.get-ok', 'basic.get-empty']);
    return method.name === 'basic.get-ok' && content !== null ? { ...method, content } : null;
  }

  /** For methods without an answer. @throws AmqpFault when the channel is closed */
  send(method: ClientMethod): void {
    if (this.fault !== null) throw this.fault;
    this.transport.sendMethod(this.number, method);
  }

  publish(exchange: string, routingKey: string, headerPayload: Uint8Array, body: Uint8Array): void {
    if (this.fault !== null) throw this.fault;
    const method = { name: 'basic.publish', exchange, routingKey, mandatory: true, immediate: false } as const;
    this.transport.sendContent(this.number, method, headerPayload, body);
  }

  /** Gives every unacknowledged message back to its queue and frees the channel. Never throws. */
  async close(): Promise<void> {
    if (this.fault !== null) return;
    try {
      await this.call({ name: 'channel.close', replyCode: 200, replyText: 'done', classId: 0, methodId: 0 }, 'channel.close-ok');
    } catch {
      // It is closed all the same.
    }
    this.end(new AmqpFault('closed', 'The channel was closed.'));
  }

  /** Called by the connection: a method for this channel. */
  acceptMethod(method: Method): void {
    switch (method.name) {
      case 'basic.deliver':
      case 'basic.return':
      case 'basic.get-ok':
        this.incoming = { method, assembler: new ContentAssembler(this.bodyKeepBytes, this.memo, this.digestsBodies) };
        return;
      case 'basic.ack':
        this.events.onConfirm?.(method.deliveryTag, method.multiple, true);
        return;
      case 'basic.nack':
        this.events.onConfirm?.(method.deliveryTag, method.multiple, false);
        return;
      case 'basic.cancel':
        this.events.onConsumerCancelled?.();
        return;
      case 'channel.close':
        this.transport.sendMethod(this.number, { name: 'channel.close-ok' });
        this.end(new AmqpFault('channel', method.replyText, method.replyCode));
        return;
      case 'channel.flow':
        this.transport.sendMethod(this.number, { name: 'channel.flow-ok', active: method.active });
        return;
      default:
        this.answer(method, null);
    }
  }

  acceptHeader(payload: Buffer): void {
    this.finishContent(this.incoming?.assembler.addHeader(payload) ?? null);
  }

  acceptBody(piece: Buffer): void {
    this.finishContent(this.incoming?.assembler.addBody(piece) ?? null);
  }

  /** Called by the connection when it is no more, and by the channel itself. */
  end(fault: AmqpFault): void {
    if (this.fault !== null) return;
    this.fault = fault;
    const waiting = this.waiting;
    this.waiting = [];
    this.transport.channelEnded(this.number);
    for (const { reject } of waiting) reject(fault);
    this.events.onClosed?.(fault);
  }

  private finishContent(content: Content | null): void {
    const method = this.incoming?.method;
    if (content === null || method === undefined) return;
    this.incoming = null;
    if (method.name === 'basic.deliver') this.events.onDelivery?.({ ...method, content });
    else if (method.name === 'basic.return') this.events.onReturn?.({ ...method, content });
    else this.answer(method, content);
  }

  private answer(method: Method, content: Content | null): void {
    const at = this.waiting.findIndex(({ names }) => names.includes(method.name));
    const [waiting] = at < 0 ? [] : this.waiting.splice(at, 1);
    if (waiting) waiting.resolve({ method, content });
    else this.end(new AmqpFault('connection', `The broker answered ${method.name} where it was not asked.`));
  }

  /** A method without an answer in time leaves the channel in an unknown state: it ends. */
  private exchange(method: ClientMethod, names: readonly MethodName[]): Promise<{ method: Method; content: Content | null }> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) return reject(this.fault);
      const timer = setTimeout(
        () => this.end(new AmqpFault('timeout', `The broker did not answer ${method.name} within ${amqpLimits.replyTimeoutMs / 1000} s.`)),
        amqpLimits.replyTimeoutMs,
      );
      this.waiting.push({
        names,
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (fault) => {
          clearTimeout(timer);
          reject(fault);
        },
      });
      this.transport.sendMethod(this.number, method);
    });
  }
}

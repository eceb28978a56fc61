import {
  ByteReader,
  buildContent,
  type ClientMethod,
  decodeContentHeader,
  decodeMethod,
  encodeMethodFrame,
  FrameParser,
  frameConstant,
  type Method,
  type MethodName,
} from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import type { MessageProperties } from '../../model/message';
import type { Broker } from '../broker';
import { Connection } from '../connection/connection';
import { MemoryTransport } from './memory-transport';

const PROTOCOL_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
const FRAME_MAX_BYTES = 131_072;
const WAIT_MS = 2_000;

type Named<Name extends MethodName> = Extract<Method, { name: Name }>;
/** A method as it arrived, with its content if it carries one. */
export type Received<Name extends MethodName = MethodName> = {
  readonly channel: number;
  readonly method: Named<Name>;
  readonly properties: MessageProperties;
  readonly body: Buffer;
};
type Mutable = { channel: number; method: Method; properties: MessageProperties; body: Buffer; missingBytes: number };

export type ConnectOptions = {
  readonly user?: string;
  readonly password?: string;
  readonly virtualHost?: string;
  readonly capabilities?: readonly string[];
  readonly frameMaxBytes?: number;
  readonly peerHost?: string;
};

/** A client for tests that says exactly what it is told to and remembers every answer in order. */
export class ScriptedClient {
  readonly transport: MemoryTransport;
  readonly connection: Connection;
  /** Answers that no receive() has taken yet. */
  readonly inbox: Received[] = [];
  heartbeatCount = 0;
  private readonly parser = new FrameParser(
    { onFrame: (type, channel, buffer, start, end) => this.onFrame(type, channel, buffer, start, end) },
    FRAME_MAX_BYTES,
  );
  private open: Mutable | null = null;
  private rawBytes = Buffer.alloc(0);
  private hasHeard = false;
  frameMaxBytes = FRAME_MAX_BYTES;

  constructor(broker: Broker, peerHost?: string) {
    this.transport = new MemoryTransport((bytes) => this.onBytes(bytes), peerHost);
    this.connection = new Connection(this.transport, broker);
  }

  /** A client that is signed in, on an open connection with channel 1 open. */
  static async connect(broker: Broker, options: ConnectOptions = {}): Promise<ScriptedClient> {
    const client = new ScriptedClient(broker, options.peerHost);
    await client.signIn(options);
    client.send(0, { name: 'connection.open', virtualHost: options.virtualHost ?? '/' });
    await client.receive('connection.open-ok');
    await client.openChannel(1);
    return client;
  }

  async signIn({
    user = 'guest',
    password = 'guest',
    capabilities = defaultCapabilities,
    frameMaxBytes = FRAME_MAX_BYTES,
  }: ConnectOptions): Promise<void> {
    this.sendBytes(PROTOCOL_HEADER);
    await this.receive('connection.start');
    const table: TypedTable = capabilities.map((key) => ({ key, value: { type: 'boolean', value: true } }));
    const clientProperties: TypedTable = [{ key: 'capabilities', value: { type: 'table', value: table } }];
    const response = Buffer.from(`\0${user}\0${password}`);
    this.send(0, { name: 'connection.start-ok', clientProperties, mechanism: 'PLAIN', response, locale: 'en_US' });
    await this.receive('connection.tune');
    this.frameMaxBytes = frameMaxBytes;
    this.send(0, { name: 'connection.tune-ok', channelMax: 2_047, frameMax: frameMaxBytes, heartbeat: 0 });
  }

  async openChannel(channel: number): Promise<void> {
    this.send(channel, { name: 'channel.open' });
    await this.receive('channel.open-ok');
  }

  sendBytes(bytes: Buffer): void {
    this.transport.receive(bytes);
  }

  send(channel: number, method: ClientMethod): void {
    this.sendBytes(encodeMethodFrame(channel, method));
  }

  async call<Name extends MethodName>(method: ClientMethod, answer: Name, channel = 1): Promise<Named<Name>> {
    this.send(channel, method);
    return (await this.receive(answer)).method;
  }

  publish(
    exchange: string,
    routingKey: string,
    body: string | Buffer,
    properties: MessageProperties = {},
    options: { mandatory?: boolean; channel?: number } = {},
  ): void {
    const channel = options.channel ?? 1;
    this.sendBytes(this.publishBytes(exchange, routingKey, body, properties, options.mandatory ?? false, channel));
  }

  publishBytes(
    exchange: string,
    routingKey: string,
    body: string | Buffer,
    properties: MessageProperties = {},
    mandatory = false,
    channel = 1,
  ): Buffer {
    const content = buildContent(properties, Buffer.from(body), this.frameMaxBytes);
    const frames = content.buffer.subarray(content.start, content.end);
    for (let at = 0; at < frames.length; at += frames.readUInt32BE(at + 3) + 8) frames.writeUInt16BE(channel, at + 1);
    return Buffer.concat([
      encodeMethodFrame(channel, { name: 'basic.publish', exchange, routingKey, mandatory, immediate: false }),
      frames,
    ]);
  }

  /** The next answer, which must be of this name: anything else there is a failure of the test. */
  async receive<Name extends MethodName>(name: Name): Promise<Received<Name>> {
    await this.until(() => this.inbox.length > 0, name);
    const received = this.inbox.shift();
    if (received === undefined || received.method.name !== name)
      throw new Error(`expected ${name}, received ${JSON.stringify(received?.method)}`);
    return received as Received as unknown as Received<Name>;
  }

  /** Everything that arrives until the broker has nothing more to say. */
  async drain(): Promise<Received[]> {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    return this.inbox.splice(0);
  }

  /** What was received before frames began: the answer to a wrong protocol header. */
  get received(): Buffer {
    return this.rawBytes;
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    const endsAtMs = Date.now() + WAIT_MS;
    while (!condition()) {
      if (Date.now() > endsAtMs) throw new Error(`waited ${WAIT_MS} ms for ${what}`);
      await nextTurn();
    }
  }

  private onBytes(bytes: Buffer): void {
    if (!this.hasHeard && bytes[0] === PROTOCOL_HEADER[0]) {
      this.rawBytes = Buffer.concat([this.rawBytes, bytes]);
      return;
    }
    this.hasHeard = true;
    this.parser.push(bytes);
  }

  private onFrame(type: number, channel: number, buffer: Buffer, start: number, end: number): number {
    if (type === frameConstant.heartbeat) this.heartbeatCount++;
    else if (type === frameConstant.method) {
      const method = decodeMethod(new ByteReader(buffer).over(buffer, start, end));
      const received: Mutable = { channel, method, properties: {}, body: Buffer.alloc(0), missingBytes: 0 };
      if (contentMethods.includes(method.name)) this.open = received;
      else this.inbox.push(received as Received);
    } else this.onContent(type, buffer, start, end);
    return end + 1;
  }

  private onContent(type: number, buffer: Buffer, start: number, end: number): void {
    if (this.open === null) throw new Error('content without a method');
    if (end - start + 8 > this.frameMaxBytes) throw new Error('a frame larger than agreed');
    if (type === frameConstant.header) {
      const { properties, bodySizeBytes } = decodeContentHeader(buffer, start, end);
      this.open.properties = properties;
      this.open.missingBytes = bodySizeBytes;
    } else {
      this.open.body = Buffer.concat([this.open.body, buffer.subarray(start, end)]);
      this.open.missingBytes -= end - start;
    }
    if (this.open.missingBytes > 0) return;
    this.inbox.push(this.open as Received);
    this.open = null;
  }
}

const defaultCapabilities = [
  'authentication_failure_close',
  'basic.nack',
  'connection.blocked',
  'consumer_cancel_notify',
  'publisher_confirms',
];
const contentMethods: readonly MethodName[] = ['basic.deliver', 'basic.get-ok', 'basic.return'];
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

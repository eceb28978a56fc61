import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  ByteReader,
  type ClientMethod,
  decodeMethod,
  encodeMethodFrame,
  FrameParser,
  type FrameSink,
  frameConstant,
  joinContent,
  type Method,
} from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { AmqpChannel, type ChannelTransport } from './amqp-channel';
import type { AmqpConnectionOptions } from './amqp-connection-options';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';
import { type HandshakePort, shakeHands } from './handshake';

const HEARTBEAT_FRAME = Buffer.from([frameConstant.heartbeat, 0, 0, 0, 0, 0, 0, frameConstant.end]);
const PROTOCOL_HEADER = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1');

/**
 * A client's connection to an AMQP 0-9-1 broker. It is here, and not a library, because a console must pass on what it
 * reads unchanged: property lists keep their bytes, and every header its wire type (lib/model/field-table.ts).
 */
export class AmqpConnection implements FrameSink, ChannelTransport, HandshakePort {
  serverProperties: TypedTable = [];
  /** Set while the broker takes no more messages (memory or disk alarm). */
  blockedReason: string | null = null;
  private readonly channels = new Map<number, AmqpChannel>();
  private readonly parser = new FrameParser(this, amqpLimits.frameMaxBytes);
  private readonly endListeners = new Set<(fault: AmqpFault) => void>();
  private fault: AmqpFault | null = null;
  private waiting: { readonly resolve: (method: Method) => void; readonly reject: (fault: AmqpFault) => void } | null = null;
  private frameMaxBytes: number = frameConstant.minSize;
  private channelCountMax: number = amqpLimits.channelCountMax;
  private heartbeatTimer: NodeJS.Timeout | null = null;
  private gathered: Buffer[] = [];
  private gatheredBytes = 0;
  private hasReceived = true;
  private hasSent = false;
  private silentBeats = 0;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.accept(chunk));
    socket.on('error', (error) => this.end(new AmqpFault('socket', error.message, null, { cause: error })));
    socket.on('close', () => this.end(new AmqpFault('socket', 'The broker closed the connection.')));
  }

  /** Connects, logs in and opens the virtual host. @throws AmqpFault with what the broker said */
  static async open(options: AmqpConnectionOptions): Promise<AmqpConnection> {
    const address = { host: options.host, port: options.port };
    const serverName = isIP(options.host) === 0 ? { servername: options.host } : {}; // RFC 6066: an address is no server name
    const socket = options.isTls ? connectTls({ ...address, ...serverName }) : connectPlain(address);
    const connection = new AmqpConnection(socket);
    const timeoutMs = options.openTimeoutMs ?? amqpLimits.openTimeoutMs;
    const tooSlow = new AmqpFault('timeout', `No AMQP connection within ${timeoutMs / 1000} s.`);
    const timer = setTimeout(() => connection.end(tooSlow), timeoutMs);
    try {
      socket.write(PROTOCOL_HEADER);
      const agreed = await shakeHands(connection, options);
      connection.serverProperties = agreed.serverProperties;
      connection.frameMaxBytes = agreed.frameMaxBytes;
      connection.channelCountMax = Math.min(agreed.channelCountMax, amqpLimits.channelCountMax);
      connection.startHeartbeats(agreed.heartbeatSeconds);
      return connection;
    } catch (error) {
      connection.end(error instanceof AmqpFault ? error : new AmqpFault('connection', 'The handshake failed.', null, { cause: error }));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  get isOpen(): boolean {
    return this.fault === null;
  }

  /** Calls back once, when the connection has ended for whatever reason. */
  onEnded(listener: (fault: AmqpFault) => void): void {
    if (this.fault !== null) listener(this.fault);
    else this.endListeners.add(listener);
  }

  async openChannel(): Promise<AmqpChannel> {
    if (this.fault !== null) throw this.fault;
    const number = this.freeChannelNumber();
    const channel = new AmqpChannel(this, number);
    this.channels.set(number, channel);
    await channel.call({ name: 'channel.open' }, 'channel.open-ok');
    return channel;
  }

  /** Runs `work` on a channel of its own, which is closed whatever happens. */
  async withChannel<T>(work: (channel: AmqpChannel) => Promise<T>): Promise<T> {
    const channel = await this.openChannel();
    try {
      return await work(channel);
    } finally {
      await channel.close();
    }
  }

  get isWritable(): boolean {
    return !this.socket.writableNeedDrain;
  }

  /** Resolves when the socket takes more, so that a large batch never piles up in memory. */
  async whenWritable(): Promise<void> {
    while (this.socket.writableNeedDrain && this.fault === null) {
      await new Promise<void>((resolve) => {
        const goOn = (): void => {
          this.socket.off('drain', goOn);
          this.endListeners.delete(goOn);
          resolve();
        };
        this.socket.once('drain', goOn);
        this.endListeners.add(goOn);
      });
    }
  }

  /** Closes politely, and hard when the broker does not answer. Never throws. */
  async close(): Promise<void> {
    if (this.fault !== null) return;
    const done = new Promise<void>((resolve) => this.onEnded(() => resolve()));
    const timer = setTimeout(() => this.end(new AmqpFault('closed', 'The connection was closed.')), amqpLimits.closeTimeoutMs);
    this.sendMethod(0, { name: 'connection.close', replyCode: 200, replyText: 'done', classId: 0, methodId: 0 });
    await done;
    clearTimeout(timer);
  }

  sendMethod(channel: number, method: ClientMethod): void {
    if (this.fault !== null) return;
    this.hasSent = true;
    this.write(encodeMethodFrame(channel, method));
  }

  sendContent(channel: number, method: ClientMethod, headerPayload: Uint8Array, body: Uint8Array): void {
    const { buffer } = joinContent(headerPayload, body, this.frameMaxBytes);
    for (let at = 0; at < buffer.length; at += buffer.readUInt32BE(at + 3) + 8) buffer.writeUInt16BE(channel, at + 1);
    this.sendMethod(channel, method);
    if (this.fault === null) this.write(buffer);
  }

  /** One buffer for all that is sent before this tick ends, as a batch's publishes or acknowledgements are. */
  private write(bytes: Buffer): void {
    if (this.gathered.length === 0) process.nextTick(() => this.flush());
    this.gathered.push(bytes);
    this.gatheredBytes += bytes.length;
    if (this.gatheredBytes >= amqpLimits.gatheredBytesMax) this.flush();
  }

  private flush(): void {
    const [only] = this.gathered;
    if (only !== undefined) this.socket.write(this.gathered.length === 1 ? only : Buffer.concat(this.gathered, this.gatheredBytes));
    this.gathered = [];
    this.gatheredBytes = 0;
  }

  channelEnded(channel: number): void {
    this.channels.delete(channel);
  }

  /** The next method on channel 0, during the handshake. */
  nextMethod(): Promise<Method> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) reject(this.fault);
      else this.waiting = { resolve, reject };
    });
  }

  onFrame(type: number, channel: number, buffer: Buffer, start: number, end: number): number {
    if (type === frameConstant.method) this.acceptMethod(channel, decodeMethod(new ByteReader(buffer).over(buffer, start, end)));
    else if (type === frameConstant.header) this.channels.get(channel)?.acceptHeader(Buffer.from(buffer.subarray(start, end)));
    else if (type === frameConstant.body) this.channels.get(channel)?.acceptBody(buffer.subarray(start, end));
    return end + 1;
  }

  private accept(chunk: Buffer): void {
    this.hasReceived = true;
    if (this.fault !== null) return;
    try {
      this.parser.push(chunk);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.end(error instanceof AmqpFault ? error : new AmqpFault('connection', `The broker sent what is not AMQP: ${text}`));
    }
  }

  private acceptMethod(channel: number, method: Method): void {
    // A late frame of a channel that was closed here finds no channel, and is dropped.
    if (channel !== 0) {
      this.channels.get(channel)?.acceptMethod(method);
      return;
    }
    switch (method.name) {
      case 'connection.close':
        this.sendMethod(0, { name: 'connection.close-ok' });
        this.end(new AmqpFault(this.waiting === null ? 'connection' : 'refused', method.replyText, method.replyCode));
        return;
      case 'connection.close-ok':
        this.end(new AmqpFault('closed', 'The connection was closed.'));
        return;
      case 'connection.blocked':
        this.blockedReason = method.reason;
        return;
      case 'connection.unblocked':
        this.blockedReason = null;
        return;
      default: {
        const waiting = this.waiting;
        this.waiting = null;
        waiting?.resolve(method);
      }
    }
  }

  private end(fault: AmqpFault): void {
    if (this.fault !== null) return;
    this.flush();
    this.fault = fault;
    if (this.heartbeatTimer !== null) clearInterval(this.heartbeatTimer);
    this.socket.end(() => this.socket.destroy());
    this.socket.setTimeout(amqpLimits.closeTimeoutMs, () => this.socket.destroy());
    this.waiting?.reject(fault);
    this.waiting = null;
    for (const channel of [...this.channels.values()]) channel.end(fault);
    for (const listener of [...this.endListeners]) listener(fault);
    this.endListeners.clear();
  }

  private freeChannelNumber(): number {
    for (let number = 1; number <= this.channelCountMax; number++) if (!this.channels.has(number)) return number;
    throw new AmqpFault('channel', `All ${this.channelCountMax} channels of the connection are in use.`);
  }

  /** AMQP 4.2.7: something is sent in every interval; two intervals of silence mean that the broker is gone. */
  private startHeartbeats(heartbeatSeconds: number): void {
    if (heartbeatSeconds === 0) return;
    this.heartbeatTimer = setInterval(() => this.beat(), (heartbeatSeconds * 1000) / 2);
    this.heartbeatTimer.unref();
  }

  private beat(): void {
    if (!this.hasSent) this.socket.write(HEARTBEAT_FRAME);
    this.hasSent = false;
    this.silentBeats = this.hasReceived ? 0 : this.silentBeats + 1;
    this.hasReceived = false;
    if (this.silentBeats >= 4) this.end(new AmqpFault('timeout', 'The broker has been silent for two heartbeat intervals.'));
  }
}

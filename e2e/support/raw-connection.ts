import { connect, type Socket } from 'node:net';
import {
  ByteReader,
  type ClientMethod,
  decodeMethod,
  encodeMethodFrame,
  FrameParser,
  type FrameSink,
  frameConstant,
  type Method,
  type MethodName,
} from '../../lib/amqp';

const PROTOCOL_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
const FRAME_MAX_BYTES = 131_072;
const READ_BUFFER_BYTES = 524_288;

/** Sees every frame before it is decoded; true when it dealt with it. */
export type FrameTap = (type: number, buffer: Buffer, start: number, end: number) => boolean;

/**
 * An AMQP client that does next to nothing a message, so that a benchmark measures the broker: it sends bytes that were
 * encoded before and looks at received frames only as far as a tap wants.
 */
export class RawConnection implements FrameSink {
  tap: FrameTap | null = null;
  private readonly parser = new FrameParser(this, FRAME_MAX_BYTES);
  private readonly waiting: { names: readonly MethodName[]; resolve: (method: Method) => void; reject: (error: Error) => void }[] = [];
  private onDrain: (() => void) | null = null;

  private constructor(readonly socket: Socket) {}

  static async open(host: string, port: number, user = 'guest', password = 'guest'): Promise<RawConnection> {
    let raw: RawConnection | null = null;
    const socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
        callback: (size, buffer) => {
          raw?.parser.push(buffer as Buffer, 0, size);
          return true;
        },
      },
    });
    raw = new RawConnection(socket);
    socket.on('drain', () => raw?.onDrain?.());
    socket.on('error', (error) => raw?.fail(error));
    socket.on('close', () => raw?.fail(null));
    socket.write(PROTOCOL_HEADER);
    await raw.receive('connection.start');
    const response = Buffer.from(`\0${user}\0${password}`);
    raw.send(0, { name: 'connection.start-ok', clientProperties: [], mechanism: 'PLAIN', response, locale: 'en_US' });
    const tune = await raw.receive('connection.tune');
    const channelMax = tune.name === 'connection.tune' ? tune.channelMax : 1;
    raw.send(0, { name: 'connection.tune-ok', channelMax, frameMax: FRAME_MAX_BYTES, heartbeat: 0 });
    raw.send(0, { name: 'connection.open', virtualHost: '/' });
    await raw.receive('connection.open-ok');
    await raw.call({ name: 'channel.open' }, 'channel.open-ok');
    return raw;
  }

  send(channel: number, method: ClientMethod): void {
    this.socket.write(encodeMethodFrame(channel, method));
  }

  async call(method: ClientMethod, answer: MethodName): Promise<Method> {
    this.send(1, method);
    return await this.receive(answer);
  }

  /** The next method of this name; a close by the broker is an error. */
  receive(name: MethodName): Promise<Method> {
    return new Promise((resolve, reject) => {
      const names: readonly MethodName[] = [name, 'channel.close', 'connection.close'];
      this.waiting.push({
        names,
        reject,
        resolve: (method) => {
          if (method.name === name) resolve(method);
          else reject(new Error(JSON.stringify(method)));
        },
      });
    });
  }

  /** Resolves at once, or when the socket has taken what it was given. */
  drained(): Promise<void> {
    if (!this.socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      this.onDrain = () => {
        this.onDrain = null;
        resolve();
      };
    });
  }

  close(): void {
    this.socket.destroy();
  }

  /** Whoever waits learns that nothing comes; an error that nobody waits for must not go unseen. */
  private fail(error: Error | null): void {
    const waiting = this.waiting.splice(0);
    if (waiting.length === 0 && error !== null) throw error;
    for (const { reject } of waiting) reject(error ?? new Error('The broker closed the connection.'));
  }

  onFrame(type: number, _channel: number, buffer: Buffer, start: number, end: number): number {
    if (this.tap?.(type, buffer, start, end) || type !== frameConstant.method) return end + 1;
    const method = decodeMethod(new ByteReader(buffer).over(buffer, start, end));
    const index = this.waiting.findIndex(({ names }) => names.includes(method.name));
    const [found] = index < 0 ? [] : this.waiting.splice(index, 1);
    found?.resolve(method);
    return end + 1;
  }
}

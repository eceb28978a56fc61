import { createServer, type Server, type Socket } from 'node:net';
import { ByteReader, decodeMethod, encodeMethodFrame, FrameParser, frameConstant, joinContent, type Method } from '../../../amqp';
import type { AmqpConnectionOptions } from '../amqp-connection-options';

/** One accepted connection as a test sees it: what it was told, and what it may say. */
export type Peer = {
  readonly socket: Socket;
  send(channel: number, method: Method): void;
  /** As send, with the content of a delivery or return behind it. */
  sendContent(channel: number, method: Method, headerPayload: Buffer, body: Buffer): void;
};
type Received = { readonly method: Method; readonly headerPayload: Buffer | null; readonly body: Buffer };
export type Script = (peer: Peer, channel: number, received: Received) => void;

/**
 * A broker of a few lines for tests: it shakes hands and opens channels by itself, and leaves all else to the script.
 * A publish reaches the script when its content is whole.
 */
export class ScriptedBroker {
  readonly sockets = new Set<Socket>();
  acceptedCount = 0;
  heartbeatCount = 0;
  /** What the next connections are told to keep. */
  heartbeatSeconds = 60;

  private constructor(private readonly server: Server) {}

  static async start(script: Script): Promise<ScriptedBroker> {
    const server = createServer();
    const broker = new ScriptedBroker(server);
    server.on('connection', (socket) => broker.accept(socket, script));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  get options(): AmqpConnectionOptions {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const credentials = { username: 'guest', password: 'guest' };
    return { host: '127.0.0.1', port: address.port, isTls: false, virtualHost: '/', clientName: 'test', ...credentials };
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket, script: Script): void {
    this.acceptedCount += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    const peer = peerOf(socket);
    const contents = new Map<number, { method: Method; headerPayload: Buffer | null; bodySizeBytes: number; pieces: Buffer[] }>();
    const finish = (channel: number): void => {
      const content = contents.get(channel);
      if (content === undefined || content.headerPayload === null) return;
      const body = Buffer.concat(content.pieces);
      if (body.length < content.bodySizeBytes) return;
      contents.delete(channel);
      script(peer, channel, { method: content.method, headerPayload: content.headerPayload, body });
    };
    const onFrame = (type: number, channel: number, buffer: Buffer, start: number, end: number): number => {
      const content = contents.get(channel);
      if (type === frameConstant.heartbeat) this.heartbeatCount += 1;
      else if (type === frameConstant.method) {
        const method = decodeMethod(new ByteReader(buffer).over(buffer, start, end));
        if (method.name === 'basic.publish') contents.set(channel, { method, headerPayload: null, bodySizeBytes: 0, pieces: [] });
        else if (!answered(peer, channel, method, this.heartbeatSeconds))
          script(peer, channel, { method, headerPayload: null, body: Buffer.alloc(0) });
      } else if (type === frameConstant.header && content !== undefined) {
        content.headerPayload = Buffer.from(buffer.subarray(start, end));
        content.bodySizeBytes = Number(buffer.readBigUInt64BE(start + 4));
        finish(channel);
      } else if (type === frameConstant.body && content !== undefined) {
        content.pieces.push(Buffer.from(buffer.subarray(start, end)));
        finish(channel);
      }
      return end + 1;
    };
    const parser = new FrameParser({ onFrame }, 131_072);
    let isGreeted = false;
    socket.on('data', (chunk: Buffer) => {
      if (isGreeted) return parser.push(chunk);
      isGreeted = true; // the protocol header, 8 bytes
      const mechanisms = Buffer.from('PLAIN');
      peer.send(0, {
        name: 'connection.start',
        versionMajor: 0,
        versionMinor: 9,
        serverProperties: [],
        mechanisms,
        locales: Buffer.from('en_US'),
      });
    });
  }
}

function peerOf(socket: Socket): Peer {
  return {
    socket,
    send: (channel, method) => socket.write(encodeMethodFrame(channel, method)),
    sendContent: (channel, method, headerPayload, body) => {
      const { buffer } = joinContent(headerPayload, body, 4_096);
      for (let at = 0; at < buffer.length; at += buffer.readUInt32BE(at + 3) + 8) buffer.writeUInt16BE(channel, at + 1);
      socket.write(Buffer.concat([encodeMethodFrame(channel, method), buffer]));
    },
  };
}

/** What every broker answers alike. */
function answered(peer: Peer, channel: number, method: Method, heartbeat: number): boolean {
  switch (method.name) {
    case 'connection.start-ok':
      peer.send(0, { name: 'connection.tune', channelMax: 2_047, frameMax: 131_072, heartbeat });
      return true;
    case 'connection.tune-ok':
      return true;
    case 'connection.open':
      peer.send(0, { name: 'connection.open-ok' });
      return true;
    case 'connection.close':
      peer.send(0, { name: 'connection.close-ok' });
      return true;
    case 'channel.open':
      peer.send(channel, { name: 'channel.open-ok' });
      return true;
    case 'channel.close':
      peer.send(channel, { name: 'channel.close-ok' });
      return true;
    case 'confirm.select':
      peer.send(channel, { name: 'confirm.select-ok' });
      return true;
    default:
      return false;
  }
}

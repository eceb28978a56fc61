/**
 * Goal: a broker that misbehaves costs a clear fault and a closed socket, never a hang or a crash. Method: scripted peers
 * over loopback that stay silent, lie, cut off and refuse.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeContentHeader, encodeMethodFrame } from '../../amqp';
import { AmqpConnection } from './amqp-connection';
import type { AmqpFault } from './amqp-fault';
import { ScriptedBroker } from './testing/scripted-broker';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

async function scripted(...script: Parameters<typeof ScriptedBroker.start>): Promise<ScriptedBroker> {
  const broker = await ScriptedBroker.start(...script);
  cleanups.push(() => broker.stop());
  return broker;
}

/** A server that greets each connection with `greet` and nothing else. */
async function rawServer(greet: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', () => greet(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as { port: number };
  const options = {
    host: '127.0.0.1',
    port,
    isTls: false,
    username: 'u',
    password: 'p',
    virtualHost: '/',
    clientName: 'test',
    openTimeoutMs: 300,
  };
  return { options, sockets };
}

async function faultOf(promise: Promise<unknown>): Promise<AmqpFault> {
  const outcome = await promise.then(
    () => null,
    (fault: AmqpFault) => fault,
  );
  if (outcome === null) throw new Error('It was expected to fail and did not.');
  return outcome;
}

describe('opening a connection', () => {
  it.each([
    ['that says nothing', (_socket: Socket): void => undefined, 'timeout'],
    ['that hangs up', (socket: Socket) => socket.end(), 'socket'],
    [
      'that speaks another protocol',
      (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\nwhatever this may be'),
      'connection',
    ],
    ['that announces a frame of 4 GiB', (socket: Socket) => socket.write(Buffer.from([1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0])), 'connection'],
    ['that cuts a frame', (socket: Socket) => socket.end(Buffer.from([1, 0, 0, 0, 0, 0, 9, 0, 10])), 'socket'],
    [
      'that begins with the wrong method',
      (socket: Socket) => socket.write(encodeMethodFrame(0, { name: 'connection.open-ok' })),
      'connection',
    ],
  ] as const)('to a peer %s fails with a fault and closes the socket', async (_name, greet, scope) => {
    const { options, sockets } = await rawServer(greet);
    expect((await faultOf(AmqpConnection.open(options))).scope).toBe(scope);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('says what the broker refused', async () => {
    const { options } = await rawServer((socket) => {
      const text = 'ACCESS_REFUSED - Login was refused';
      socket.write(encodeMethodFrame(0, { name: 'connection.close', replyCode: 403, replyText: text, classId: 0, methodId: 0 }));
    });
    expect(await faultOf(AmqpConnection.open(options))).toMatchObject({ scope: 'refused', replyCode: 403 });
  });
});

describe('an open connection', () => {
  it('gives its channels numbers, and the number back when a channel ends', async () => {
    const connection = await AmqpConnection.open((await scripted(() => undefined)).options);
    const [first, second] = [await connection.openChannel(), await connection.openChannel()];
    expect([first.number, second.number]).toEqual([1, 2]);
    await first.close();
    expect((await connection.openChannel()).number).toBe(1);
    await connection.close();
    expect([connection.isOpen, second.isOpen]).toEqual([false, false]);
  });

  it('lives on when the broker closes one channel', async () => {
    const broker = await scripted((peer, channel, { method }) => {
      if (method.name !== 'queue.purge') return;
      peer.send(channel, { name: 'channel.close', replyCode: 404, replyText: "NOT_FOUND - no queue 'q'", classId: 50, methodId: 30 });
    });
    const connection = await AmqpConnection.open(broker.options);
    const purge = connection.withChannel((channel) => channel.call({ name: 'queue.purge', queue: 'q', noWait: false }, 'queue.purge-ok'));
    expect(await faultOf(purge)).toMatchObject({ scope: 'channel', replyCode: 404 });
    expect(connection.isOpen).toBe(true);
    await connection.close();
  });

  it('rejects whatever waits when the socket dies, and what comes after', async () => {
    const broker = await scripted((peer) => peer.socket.destroy());
    const connection = await AmqpConnection.open(broker.options);
    const channel = await connection.openChannel();
    expect(await faultOf(channel.get('q'))).toMatchObject({ scope: 'socket' });
    expect(await faultOf(channel.get('q'))).toMatchObject({ scope: 'socket' });
    expect(await faultOf(connection.openChannel())).toMatchObject({ scope: 'socket' });
    await connection.close();
    await channel.close();
  });

  it('sends heartbeats, and ends when the broker has been silent for two of them', async () => {
    const broker = await scripted(() => undefined);
    broker.heartbeatSeconds = 1;
    const connection = await AmqpConnection.open(broker.options);
    const startedAtMs = Date.now();
    const fault = await new Promise<AmqpFault>((resolve) => connection.onEnded(resolve));
    expect(fault).toMatchObject({ scope: 'timeout', message: expect.stringContaining('silent') });
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(1_900);
    expect(broker.heartbeatCount).toBeGreaterThanOrEqual(2);
  });

  it('keeps as much of a body as it is told to, and hashes all of it', async () => {
    const body = Buffer.alloc(10_000, 'warren'); // several frames
    const broker = await scripted((peer, channel, { method }) => {
      if (method.name !== 'basic.get') return;
      const getOk = { name: 'basic.get-ok', deliveryTag: 1, redelivered: false, exchange: '', routingKey: 'q', messageCount: 0 } as const;
      peer.sendContent(channel, getOk, encodeContentHeader({ messageId: 'm' }, body.length), body);
    });
    const connection = await AmqpConnection.open(broker.options);
    const channel = await connection.openChannel();
    channel.digestsBodies = true;
    const whole = await channel.get('q');
    channel.bodyKeepBytes = 5_000;
    const cut = await channel.get('q');
    expect(whole?.content.body.equals(body)).toBe(true);
    expect(cut?.content.body.equals(body.subarray(0, 5_000))).toBe(true);
    expect(cut?.content).toMatchObject({ bodySizeBytes: 10_000, bodyDigest: whole?.content.bodyDigest });
    await connection.close();
  });
});

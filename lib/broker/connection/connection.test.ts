// Goal: the life of a connection as AMQP 0-9-1 2.2 and 4.2 tell it, over an in-memory pair: handshake, errors, ends.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TypedTable } from '../../model/field-table';
import type { Broker } from '../broker';
import { ScriptedClient } from '../testing/scripted-client';
import { createTestBroker } from '../testing/test-broker';

let broker: Broker;
beforeEach(() => {
  broker = createTestBroker();
});

const declaration = { passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] };

describe('the handshake', () => {
  it('answers another protocol with ours and ends', async () => {
    const client = new ScriptedClient(broker);
    client.sendBytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(client.received).toEqual(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    expect(client.transport.isEnded).toBe(true);
  });

  it.each([
    ['0-9-1', [0, 0, 9, 1]],
    ['0-9', [1, 1, 0, 9]],
  ])('takes the protocol header of %s, also byte by byte', async (_, version) => {
    const client = new ScriptedClient(broker);
    for (const octet of [0x41, 0x4d, 0x51, 0x50, ...version]) client.sendBytes(Buffer.from([octet]));
    const { method } = await client.receive('connection.start');
    expect(Buffer.from(method.mechanisms).toString()).toBe('PLAIN AMQPLAIN');
  });

  it('says what it can do', async () => {
    const client = new ScriptedClient(broker);
    client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    const { method } = await client.receive('connection.start');
    const capabilities = method.serverProperties.find((entry) => entry.key === 'capabilities')?.value;
    expect(capabilities?.type === 'table' && capabilities.value.map((entry) => entry.key)).toEqual(
      expect.arrayContaining([
        'publisher_confirms',
        'basic.nack',
        'consumer_cancel_notify',
        'connection.blocked',
        'per_consumer_qos',
        'direct_reply_to',
      ]),
    );
  });

  it('refuses a wrong password with 403 to clients that can hear it', async () => {
    const client = new ScriptedClient(broker);
    await expect(client.signIn({ password: 'wrong' })).rejects.toThrow(
      /ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN/,
    );
  });

  it('just ends for clients that can not', async () => {
    const client = new ScriptedClient(broker);
    await client.signIn({ password: 'wrong', capabilities: [] }).catch(() => {});
    expect(client.inbox).toEqual([]);
    expect(client.transport.isEnded).toBe(true);
  });

  it('lets guest in from this machine only', async () => {
    const client = new ScriptedClient(broker, '192.0.2.7');
    await expect(client.signIn({})).rejects.toThrow(/ACCESS_REFUSED/);
  });

  it('takes AMQPLAIN', async () => {
    const client = new ScriptedClient(broker);
    client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    await client.receive('connection.start');
    const response = Buffer.from('\x05LOGINS\0\0\0\x05guest\x08PASSWORDS\0\0\0\x05guest', 'latin1');
    client.send(0, { name: 'connection.start-ok', clientProperties: [], mechanism: 'AMQPLAIN', response, locale: 'en_US' });
    await client.receive('connection.tune');
  });

  it.each([
    ['an unknown mechanism', 'NTLM', Buffer.from('x'), 503],
    ['a malformed response', 'PLAIN', Buffer.from('no separators'), 502],
  ])('closes on %s', async (_, mechanism, response, code) => {
    const client = new ScriptedClient(broker);
    client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    await client.receive('connection.start');
    client.send(0, { name: 'connection.start-ok', clientProperties: [], mechanism, response, locale: 'en_US' });
    expect((await client.receive('connection.close')).method.replyCode).toBe(code);
  });

  it.each([
    [{ channelMax: 2_047, frameMax: 100, heartbeat: 0 }, /frame_max = 100 is lower/],
    [{ channelMax: 2_047, frameMax: 0, heartbeat: 0 }, /frame_max = no limit is higher/],
    [{ channelMax: 2_048, frameMax: 131_072, heartbeat: 0 }, /channel_max = 2048 is higher/],
  ])('refuses to be tuned to %j', async (tuning, text) => {
    const client = new ScriptedClient(broker);
    client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    await client.receive('connection.start');
    const response = Buffer.from('\0guest\0guest');
    client.send(0, { name: 'connection.start-ok', clientProperties: [], mechanism: 'PLAIN', response, locale: 'en_US' });
    await client.receive('connection.tune');
    client.send(0, { name: 'connection.tune-ok', ...tuning });
    const { method } = await client.receive('connection.close');
    expect(method.replyCode).toBe(530);
    expect(method.replyText).toMatch(text);
  });

  it('takes frames of 4,096 octets at most before it is tuned', async () => {
    const start = async (value: string) => {
      const client = new ScriptedClient(broker);
      client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
      await client.receive('connection.start');
      const clientProperties: TypedTable = [{ key: 'name', value: { type: 'string', value } }];
      const response = Buffer.from('\0guest\0guest');
      client.send(0, { name: 'connection.start-ok', clientProperties, mechanism: 'PLAIN', response, locale: 'en_US' });
      return client;
    };
    await (await start('a'.repeat(4_000))).receive('connection.tune');
    expect((await (await start('a'.repeat(4_096))).receive('connection.close')).method.replyCode).toBe(501);
  });

  it('closes with 530 for a virtual host that is not there', async () => {
    const client = new ScriptedClient(broker);
    await client.signIn({});
    client.send(0, { name: 'connection.open', virtualHost: 'nowhere' });
    expect((await client.receive('connection.close')).method).toMatchObject({
      replyCode: 530,
      replyText: 'NOT_ALLOWED - vhost nowhere not found',
    });
  });

  it('closes with 530 for a virtual host that the user may not enter', async () => {
    broker.createVirtualHost('closed', { description: '', tags: [], defaultQueueType: null });
    await expect(ScriptedClient.connect(broker, { virtualHost: 'closed' })).rejects.toThrow(
      /access to vhost 'closed' refused for user 'guest'/,
    );
  });

  it('cuts a peer that does not finish it in time', async () => {
    const impatient = createTestBroker({ handshakeTimeoutMs: 20 });
    const client = new ScriptedClient(impatient);
    client.sendBytes(Buffer.from([0x41, 0x4d]));
    await client.until(() => client.transport.isDestroyed, 'the cut');
    expect(impatient.connections.size).toBe(0);
  });
});

describe('a running connection', () => {
  it('goes on after a channel error; what still arrives on that channel is dropped until close-ok', async () => {
    const client = await ScriptedClient.connect(broker);
    client.send(1, { name: 'queue.declare', queue: 'missing', ...declaration, passive: true });
    const { method } = await client.receive('channel.close');
    expect(method).toMatchObject({ replyCode: 404, replyText: "NOT_FOUND - no queue 'missing' in vhost '/'", classId: 50, methodId: 10 });
    client.send(1, { name: 'queue.declare', queue: 'late', ...declaration });
    client.publish('', 'late', 'dropped');
    client.send(1, { name: 'channel.close-ok' });
    await client.openChannel(1);
    await client.call({ name: 'queue.declare', queue: 'next', ...declaration }, 'queue.declare-ok');
    expect(broker.virtualHosts.get('/')?.queues.has('late')).toBe(false);
  });

  it.each([
    [
      'a method on a channel that is not open',
      504,
      (client: ScriptedClient) => client.send(7, { name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }),
    ],
    ['channel.open twice', 504, (client: ScriptedClient) => client.send(1, { name: 'channel.open' })],
    ['a method that only servers send', 503, (client: ScriptedClient) => client.sendBytes(serverMethod())],
    ['an unknown method', 503, (client: ScriptedClient) => client.sendBytes(frame(1, 1, '003c 00ff'))],
    ['a method that ends inside a field', 502, (client: ScriptedClient) => client.sendBytes(frame(1, 1, '0032 000a 0000 ff'))],
    ['a body without a header', 505, (client: ScriptedClient) => client.sendBytes(frame(3, 1, 'aabb'))],
    ['a frame of unknown type', 501, (client: ScriptedClient) => client.sendBytes(frame(9, 1, ''))],
    ['a heartbeat on a channel', 505, (client: ScriptedClient) => client.sendBytes(frame(8, 1, ''))],
    ['a heartbeat with a payload', 501, (client: ScriptedClient) => client.sendBytes(frame(8, 0, 'aa'))],
    ['a content header on channel 0', 505, (client: ScriptedClient) => client.sendBytes(frame(2, 0, '003c 0000 0000000000000000 0000'))],
    ['a body on a channel that is not open', 505, (client: ScriptedClient) => client.sendBytes(frame(3, 5, 'aa'))],
    [
      'a method of a channel on channel 0',
      504,
      (client: ScriptedClient) => client.send(0, { name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }),
    ],
    ['a frame without its end', 501, (client: ScriptedClient) => client.sendBytes(Buffer.from('0800000000000000', 'hex'))],
    ['a frame above frame-max', 501, (client: ScriptedClient) => client.sendBytes(Buffer.from('030001ffffffff', 'hex'))],
    [
      'prefetch by size',
      540,
      (client: ScriptedClient) => client.send(1, { name: 'basic.qos', prefetchSize: 1, prefetchCount: 1, global: false }),
    ],
    [
      'immediate',
      540,
      (client: ScriptedClient) =>
        client.send(1, { name: 'basic.publish', exchange: '', routingKey: '', mandatory: false, immediate: true }),
    ],
    ['recover without requeue', 540, (client: ScriptedClient) => client.send(1, { name: 'basic.recover', requeue: false })],
  ])('closes on %s', async (_, code, act) => {
    const client = await ScriptedClient.connect(broker);
    act(client);
    expect((await client.receive('connection.close')).method.replyCode).toBe(code);
    if (!client.transport.isEnded) client.send(0, { name: 'connection.close-ok' });
    expect(client.transport.isEnded).toBe(true);
  });

  it('closes with 505 when a method comes between a publish and its content', async () => {
    const client = await ScriptedClient.connect(broker);
    client.send(1, { name: 'basic.publish', exchange: '', routingKey: 'q', mandatory: false, immediate: false });
    client.send(1, { name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false });
    expect((await client.receive('connection.close')).method.replyCode).toBe(505);
  });

  it('closes with 530 above channel-max', async () => {
    const client = await ScriptedClient.connect(createTestBroker({ channelMax: 2_047 }));
    client.send(2_048, { name: 'channel.open' });
    expect((await client.receive('connection.close')).method.replyCode).toBe(530);
  });

  it('says 541 and nothing of the reason when the broker itself fails, and goes on serving others', async () => {
    const client = await ScriptedClient.connect(broker);
    const other = await ScriptedClient.connect(broker);
    const host = broker.virtualHosts.get('/');
    if (host !== undefined) host.declareQueue = fail;
    client.send(1, { name: 'queue.declare', queue: 'q', ...declaration });
    expect((await client.receive('connection.close')).method).toMatchObject({ replyCode: 541, replyText: 'INTERNAL_ERROR' });
    await other.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }, 'basic.qos-ok');
  });

  it('takes exclusive queues and channels with it when it is closed in order', async () => {
    const client = await ScriptedClient.connect(broker);
    await client.call({ name: 'queue.declare', queue: 'mine', ...declaration, exclusive: true }, 'queue.declare-ok');
    client.send(0, { name: 'connection.close', replyCode: 200, replyText: '', classId: 0, methodId: 0 });
    await client.receive('connection.close-ok');
    expect(broker.virtualHosts.get('/')?.queues.has('mine')).toBe(false);
    client.transport.destroy();
    expect(broker.connections.size).toBe(0);
  });

  it('gives unacknowledged messages back when its socket just ends', async () => {
    const client = await ScriptedClient.connect(broker);
    await client.call({ name: 'queue.declare', queue: 'q', ...declaration }, 'queue.declare-ok');
    client.publish('', 'q', 'kept');
    await client.call({ name: 'basic.get', queue: 'q', noAck: false }, 'basic.get-ok');
    client.transport.destroy();
    const next = await ScriptedClient.connect(broker);
    next.send(1, { name: 'basic.get', queue: 'q', noAck: true });
    const { method, body } = await next.receive('basic.get-ok');
    expect([method.redelivered, body.toString()]).toEqual([true, 'kept']);
  });

  it('is told 320 when the broker closes it', async () => {
    const client = await ScriptedClient.connect(broker);
    client.connection.closeByBroker(320, 'CONNECTION_FORCED - bye');
    expect((await client.receive('connection.close')).method).toMatchObject({
      replyCode: 320,
      replyText: 'CONNECTION_FORCED - bye',
      classId: 0,
    });
  });

  it('answers update-secret', async () => {
    const client = await ScriptedClient.connect(broker);
    client.send(0, { name: 'connection.update-secret', newSecret: Buffer.from('x'), reason: 'rotation' });
    await client.receive('connection.update-secret-ok');
  });
});

describe('flow control', () => {
  it('blocks publishers while there is an alarm, tells those that can hear it, and lets consumers go on', async () => {
    const publisher = await ScriptedClient.connect(broker);
    const consumer = await ScriptedClient.connect(broker);
    await publisher.call({ name: 'queue.declare', queue: 'q', ...declaration }, 'queue.declare-ok');
    broker.flow.setAlarm('memory', 'low on memory');
    publisher.publish('', 'q', 'the one that shows it publishes');
    expect((await publisher.receive('connection.blocked')).method.reason).toBe('low on memory');
    expect(publisher.transport.isPaused).toBe(true);
    expect(publisher.connection.state).toBe('blocked');
    publisher.publish('', 'q', 'waits');
    await consumer.call({ name: 'queue.declare', queue: 'q', ...declaration, passive: true }, 'queue.declare-ok');
    expect(broker.virtualHosts.get('/')?.queues.get('q')?.readyCount).toBe(1);
    broker.flow.setAlarm('memory', null);
    await publisher.receive('connection.unblocked');
    await publisher.until(() => broker.virtualHosts.get('/')?.queues.get('q')?.readyCount === 2, 'the waiting publish');
  });
});

function frame(type: number, channel: number, hex: string): Buffer {
  const payload = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const head = Buffer.alloc(7);
  head[0] = type;
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}

const serverMethod = (): Buffer => frame(1, 1, '0014 000b 00000000'); // channel.open-ok

function fail(): never {
  throw new Error('secret');
}

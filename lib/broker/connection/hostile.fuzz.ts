// Goal: whatever a client sends, the offender is closed with a code or served, nothing is thrown out of the connection, its
// buffers stay small, and another client on the same broker is served as before.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { TypedTable } from '../../model/field-table';
import type { Broker } from '../broker';
import type { Log } from '../log';
import type { MemoryDefinitionStore } from '../store/memory-definition-store';
import { ScriptedClient } from '../testing/scripted-client';
import { createTestBroker } from '../testing/test-broker';

const failures: unknown[] = [];
const log: Log = { info: () => {}, warn: () => {}, error: (sentence, cause) => failures.push(sentence, cause) };
const declaration = { passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
let broker: Broker;
afterEach(() => {
  broker.stop();
  expect(failures.splice(0)).toEqual([]);
});

/** Bytes that look like AMQP often enough to get past the frame parser. */
const frame = fc
  .record({
    type: fc.constantFrom(1, 1, 1, 2, 3, 8, 4),
    channel: fc.constantFrom(0, 1, 1, 1, 2, 65_535),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .record({
          classId: fc.constantFrom(10, 20, 40, 50, 60, 85, 90),
          methodId: fc.constantFrom(10, 11, 20, 30, 31, 40, 41, 50, 60, 70, 80, 90, 100, 110, 120),
          rest: fc.uint8Array({ maxLength: 24 }),
        })
        .map(({ classId, methodId, rest }) => Uint8Array.from([0, classId, 0, methodId, ...rest])),
      fc
        .record({ size: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), flags: fc.nat(65_535), rest: fc.uint8Array({ maxLength: 20 }) })
        .map(({ size, flags, rest }) => {
          const head = Buffer.alloc(14);
          head.writeUInt16BE(60);
          head.writeBigUInt64BE(size, 4);
          head.writeUInt16BE(flags, 12);
          return Uint8Array.from([...head, ...rest]);
        }),
    ),
    end: fc.constantFrom(0xce, 0xce, 0xce, 0xce, 0xce, 0xce, 0xce, 0),
  })
  .map(({ type, channel, payload, end }) => {
    const head = Buffer.alloc(7);
    head[0] = type;
    head.writeUInt16BE(channel, 1);
    head.writeUInt32BE(payload.length, 3);
    return Buffer.concat([head, payload, Buffer.from([end])]);
  });

async function expectServed(witness: ScriptedClient): Promise<void> {
  witness.publish('', 'witness', 'alive');
  witness.send(1, { name: 'basic.get', queue: 'witness', noAck: true });
  expect((await witness.receive('basic.get-ok')).body.toString()).toBe('alive');
}

async function createWitness(): Promise<ScriptedClient> {
  broker = createTestBroker({}, log);
  const witness = await ScriptedClient.connect(broker);
  await witness.call({ name: 'queue.declare', queue: 'witness', ...declaration }, 'queue.declare-ok');
  return witness;
}

describe('hostile clients', () => {
  it('may send random bytes before the handshake', async () => {
    const witness = await createWitness();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.boolean(), async (bytes, hasHeader) => {
        const client = new ScriptedClient(broker);
        if (hasHeader) client.sendBytes(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
        client.sendBytes(Buffer.from(bytes));
        await client.drain();
        client.transport.destroy();
        await expectServed(witness);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 10_000 },
    );
    expect(broker.connections.size).toBe(1);
  });

  it('may send frames of any kind on an open connection, cut anywhere', async () => {
    const witness = await createWitness();
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 12 }), fc.nat(), async (frames, cutSeed) => {
        const client = await ScriptedClient.connect(broker);
        const bytes = Buffer.concat(frames);
        const cut = cutSeed % (bytes.length + 1);
        client.sendBytes(bytes.subarray(0, cut));
        client.sendBytes(bytes.subarray(cut));
        await client.drain();
        expect(client.connection.unfinishedBytes).toBeLessThan(2_097_152);
        client.transport.destroy();
        await expectServed(witness);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 12_000 },
    );
    expect(broker.connections.size).toBe(1);
  });

  it('get no memory for bodies that they only announce', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    const header = Buffer.from('02000100000 00e003c000000000000080000000000ce'.replaceAll(' ', ''), 'hex');
    for (let channel = 2; channel <= 200; channel++) {
      client.send(channel, { name: 'channel.open' });
      client.send(channel, { name: 'basic.publish', exchange: '', routingKey: 'witness', mandatory: false, immediate: false });
      header.writeUInt16BE(channel, 1);
      client.sendBytes(header);
    }
    await client.drain();
    expect(client.connection.channels.size).toBe(200);
    expect(client.connection.unfinishedBytes).toBeLessThan(200 * 70_000);
    await expectServed(witness);
  });

  it('get no more than its size for a body in one-byte frames', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    const sizeBytes = 300_000;
    client.send(1, { name: 'basic.publish', exchange: '', routingKey: 'witness', mandatory: false, immediate: false });
    const header = Buffer.from('0200010000000e003c0000000000000000000000 00ce'.replaceAll(' ', ''), 'hex');
    header.writeUInt32BE(sizeBytes, 15);
    client.sendBytes(header);
    const frames = Buffer.concat(Array.from({ length: 10_000 }, (_, index) => Buffer.from([3, 0, 1, 0, 0, 0, 1, index % 251, 0xce])));
    for (let sent = 0; sent < sizeBytes; sent += 10_000) {
      client.sendBytes(frames);
      await client.drain();
      expect(client.connection.unfinishedBytes).toBeLessThan(sizeBytes * 2);
    }
    witness.send(1, { name: 'basic.get', queue: 'witness', noAck: true });
    const { body } = await witness.receive('basic.get-ok');
    expect(body.every((octet, index) => octet === (index % 10_000) % 251)).toBe(true);
    expect(body).toHaveLength(sizeBytes);
  });

  it('are told 406 about a body above the limit, and keep their connection', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    client.send(1, { name: 'basic.publish', exchange: '', routingKey: 'witness', mandatory: false, immediate: false });
    client.sendBytes(Buffer.from('0200010000000e003c00000000000008000001 0000ce'.replaceAll(' ', ''), 'hex'));
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
    client.send(1, { name: 'channel.close-ok' });
    await client.openChannel(1);
    await expectServed(witness);
  });

  it('are told 502 about headers nested a thousand deep', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    let table = Buffer.alloc(4);
    for (let depth = 0; depth < 1_000; depth++) {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(table.length + 3);
      table = Buffer.concat([size, Buffer.from('\x01aF', 'latin1'), table]);
    }
    const head = Buffer.from('003c0000000000000000000000002000'.slice(0, 28), 'hex');
    head.writeUInt16BE(0x2000, 12);
    const payload = Buffer.concat([head, table]);
    const frameHead = Buffer.from('02000100000000', 'hex');
    frameHead.writeUInt32BE(payload.length, 3);
    client.send(1, { name: 'basic.publish', exchange: '', routingKey: 'witness', mandatory: false, immediate: false });
    client.sendBytes(Buffer.concat([frameHead, payload, Buffer.from([0xce])]));
    expect((await client.receive('connection.close')).method.replyCode).toBe(502);
    await expectServed(witness);
  });

  it('that flood declarations do not keep others waiting', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    for (let count = 0; count < 5_000; count++)
      client.send(1, { name: 'queue.declare', queue: `q${count}`, ...declaration, durable: true });
    await expectServed(witness);
    await client.until(() => client.inbox.length === 5_000, 'all answers');
  });

  it('that never answer a close are cut', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    client.sendBytes(Buffer.from('0900010000000 0ce'.replaceAll(' ', ''), 'hex'));
    await client.receive('connection.close');
    for (let count = 0; count < 100; count++) client.sendBytes(Buffer.alloc(1_000, 0x01));
    expect(client.connection.unfinishedBytes).toBeLessThan(10_000);
    client.transport.destroy();
    await expectServed(witness);
  });

  it('that ask and never read the answers are not heard until they do', async () => {
    const witness = await createWitness();
    await witness.call({ name: 'queue.declare', queue: 'large', ...declaration }, 'queue.declare-ok');
    for (let count = 0; count < 20; count++) witness.publish('', 'large', 'x'.repeat(1_000_000));
    await witness.drain();
    const client = await ScriptedClient.connect(broker);
    client.transport.holdsWrites = true;
    for (let count = 0; count < 20; count++) client.send(1, { name: 'basic.get', queue: 'large', noAck: true });
    for (let count = 0; count < 20; count++) client.publish('', 'nowhere', 'x'.repeat(1_000_000), {}, { mandatory: true });
    const answers = await client.drain();
    expect(client.connection.pendingBytes).toBeGreaterThan(4_000_000);
    expect(client.connection.pendingBytes).toBeLessThan(6_000_000);
    expect(client.transport.isPaused).toBe(true);
    await expectServed(witness);
    client.transport.releaseWrites();
    await client.until(() => answers.push(...client.inbox.splice(0)) === 40, 'all answers');
    expect(answers.filter(({ method }) => method.name === 'basic.get-ok')).toHaveLength(20);
    expect(answers.filter(({ method }) => method.name === 'basic.return')).toHaveLength(20);
  });

  it('that never read them are cut after a while, at the time of a heartbeat', async () => {
    const witness = await createWitness();
    const client = await ScriptedClient.connect(broker);
    client.transport.holdsWrites = true;
    for (let count = 0; count < 6; count++) client.publish('', 'nowhere', 'x'.repeat(1_000_000), {}, { mandatory: true });
    await client.drain();
    client.connection.checkHeartbeat(1_000);
    client.connection.checkHeartbeat(61_000);
    expect(client.transport.isDestroyed).toBe(false);
    client.connection.checkHeartbeat(61_001);
    expect(client.transport.isDestroyed).toBe(true);
    await expectServed(witness);
  });

  it('do not keep others waiting with what takes long', async () => {
    const witness = await createWitness();
    for (let count = 0; count < 5_000; count++) {
      const table: TypedTable = [{ key: `key-${count}`, value: { type: 'int32', value: count } }];
      broker.virtualHosts.get('/')?.bindQueue({ source: 'amq.headers', destination: 'witness', routingKey: '', arguments: table }, null);
    }
    const client = await ScriptedClient.connect(broker);
    const sent = Buffer.concat(Array.from({ length: 1_000 }, () => client.publishBytes('amq.headers', '', 'x')));
    const startedAt = broker.counters.publish;
    client.sendBytes(sent);
    expect(broker.counters.publish - startedAt).toBeLessThan(1_000);
    await expectServed(witness);
    await client.until(() => broker.counters.publish - startedAt >= 1_000, 'all are routed in the end');
  });

  it('are told 506 when definitions find no room, while all that needs none goes on', async () => {
    const witness = await createWitness();
    const definitions = broker.definitions as MemoryDefinitionStore;
    await witness.call({ name: 'queue.declare', queue: 'kept', ...declaration, durable: true }, 'queue.declare-ok');
    definitions.refusal = 'no room';
    const client = await ScriptedClient.connect(broker);
    await client.call({ name: 'queue.declare', queue: 'kept', ...declaration, durable: true }, 'queue.declare-ok');
    await client.call({ name: 'queue.declare', queue: 'reply', ...declaration, exclusive: true }, 'queue.declare-ok');
    const close = await client.call({ name: 'queue.declare', queue: 'new', ...declaration, durable: true }, 'channel.close');
    expect(close).toMatchObject({ replyCode: 506, replyText: 'RESOURCE_ERROR - no room' });
    await expectServed(witness);
    definitions.refusal = null;
    client.send(1, { name: 'channel.close-ok' });
    await client.openChannel(1);
    await client.call({ name: 'queue.declare', queue: 'new', ...declaration, durable: true }, 'queue.declare-ok');
  });
});

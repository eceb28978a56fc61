// Goal: connections without end are refused before anything is kept of them. Method: real sockets, a broker that counts as full.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Broker } from '../broker';
import { limits } from '../limits';
import { silentLog } from '../log';
import { parseOptions } from '../options';
import { MemoryDefinitionStore } from '../store/memory-definition-store';
import { MemoryMessageStore } from '../store/memory-message-store';
import { type BoundAddress, Listener } from './listener';

const protocolHeader = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1');
const warnings: string[] = [];
let broker: Broker;
let listener: Listener;
let address: BoundAddress;

beforeAll(async () => {
  const stores = { messages: new MemoryMessageStore(), definitions: new MemoryDefinitionStore(), spill: null };
  broker = new Broker(parseOptions({}, process.cwd()), stores, { ...silentLog, warn: (sentence) => warnings.push(sentence) });
  broker.start();
  listener = new Listener(broker, null);
  address = await listener.listen('127.0.0.1', 0);
});
afterAll(() => {
  listener.stop();
  broker.stop();
});

/** What the broker answers to the protocol header until it closes, or first says something. */
async function firstAnswer(): Promise<Buffer> {
  const socket = connect(address);
  socket.on('error', () => {}); // a refused one may be reset
  const answered = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  const closed = once(socket, 'close').then(() => Buffer.alloc(0));
  socket.write(protocolHeader);
  const answer = await Promise.race([answered, closed]);
  socket.destroy();
  return answer;
}

it('refuses one connection more than there may be, and takes the next when there is room', async () => {
  const { byName } = broker.registry;
  Object.defineProperty(byName, 'size', { configurable: true, get: () => limits.connectionCountMax });
  expect((await firstAnswer()).length, 'closed without a word').toBe(0);
  expect(warnings).toEqual([expect.stringMatching(/127\.0\.0\.1 refused: there are 20000 already/)]);
  Object.defineProperty(byName, 'size', { configurable: true, get: () => limits.connectionCountMax - 1 });
  expect((await firstAnswer()).readUInt32BE(7), 'connection.start, class 10 and method 10').toBe(0x000a_000a);
});

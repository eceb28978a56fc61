/**
 * Goal: RabbitMQ's own command line for its management API works on the embedded broker, unchanged.
 * Method: the rabbitmqadmin that comes with RabbitMQ declares, lists, publishes, gets, exports, deletes and imports.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { runProgram } from './run-program';

const python = '/usr/bin/python3';
const program = '/usr/bin/rabbitmqadmin';
let broker: EmbeddedBroker;
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'warren-rabbitmqadmin-'));
  broker = await startEmbeddedBroker();
});
afterAll(async () => {
  await broker?.stop();
  await rm(directory, { recursive: true, force: true });
});

const admin = (...args: string[]): Promise<string> =>
  runProgram([python, program, '--host', '127.0.0.1', '--port', new URL(broker.managementUrl).port, ...args], { folder: directory });
const list = async (...args: string[]): Promise<unknown> => JSON.parse(await admin('--format', 'raw_json', 'list', ...args));

it('declares and lists what it declared', async () => {
  expect(await admin('declare', 'queue', 'name=q1', 'durable=true', 'arguments={"x-max-length":10}')).toContain('queue declared');
  await admin('declare', 'exchange', 'name=events', 'type=topic');
  await admin('declare', 'binding', 'source=events', 'destination=q1', 'routing_key=a.*');
  await admin('declare', 'policy', 'name=cap', 'pattern=^q', 'definition={"max-length":5}', 'apply-to=queues');
  await admin('declare', 'user', 'name=carol', 'password=secret', 'tags=management');
  await admin('declare', 'permission', 'vhost=/', 'user=carol', 'configure=.*', 'write=.*', 'read=.*');
  await admin('declare', 'vhost', 'name=second');
  await admin('declare', 'vhost_limit', 'vhost=second', 'name=max-queues', 'value=3');
  expect(await list('queues', 'name', 'arguments', 'policy')).toEqual([{ name: 'q1', arguments: { 'x-max-length': 10 }, policy: 'cap' }]);
  expect(await list('bindings', 'source', 'destination', 'routing_key', 'properties_key')).toContainEqual({
    source: 'events',
    destination: 'q1',
    routing_key: 'a.*',
    properties_key: 'a.%2A',
  });
  expect(await list('vhost_limits')).toEqual([{ vhost: 'second', value: { 'max-queues': 3 } }]);
  for (const kind of ['exchanges', 'users', 'permissions', 'vhosts', 'policies', 'nodes']) expect(await list(kind), kind).not.toEqual([]);
  for (const kind of ['connections', 'channels', 'consumers', 'parameters']) expect(await list(kind), kind).toBeInstanceOf(Array);
  expect(await admin('show', 'overview')).toContain('rabbitmq_version');
});

it('publishes and gets', async () => {
  expect(await admin('publish', 'exchange=events', 'routing_key=a.b', 'payload=hello')).toContain('Message published');
  expect(await admin('publish', 'routing_key=q1', 'payload=again')).toContain('Message published');
  expect(await admin('publish', 'routing_key=nobody', 'payload=lost')).toContain('NOT routed');
  expect(JSON.parse(await admin('--format', 'raw_json', 'get', 'queue=q1', 'count=5'))).toMatchObject([
    { payload: 'hello' },
    { payload: 'again' },
  ]);
  await admin('get', 'queue=q1', 'ackmode=ack_requeue_false');
  expect(await list('queues', 'messages')).toEqual([{ messages: 1 }]);
  expect(await admin('purge', 'queue', 'name=q1')).toContain('queue purged');
});

it('exports, deletes and imports again', async () => {
  const file = join(directory, 'definitions.json');
  await admin('export', file);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ queues: [{ name: 'q1' }], policies: [{ name: 'cap' }] });
  await admin('delete', 'binding', 'source=events', 'destination_type=queue', 'destination=q1', 'properties_key=a.%2A');
  await admin('delete', 'queue', 'name=q1');
  await admin('delete', 'exchange', 'name=events');
  await admin('delete', 'policy', 'name=cap');
  await admin('delete', 'user', 'name=carol');
  await admin('delete', 'vhost', 'name=second');
  expect(await list('queues', 'name')).toEqual([]);
  await expect(admin('delete', 'queue', 'name=q1')).rejects.toThrow(/Not found/);
  await admin('import', file);
  expect(await list('queues', 'name', 'policy')).toEqual([{ name: 'q1', policy: 'cap' }]);
  expect(await list('bindings', 'routing_key')).toContainEqual({ routing_key: 'a.*' });
});

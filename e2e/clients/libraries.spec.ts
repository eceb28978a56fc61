/**
 * Goal: client libraries of other people, in their languages, can't tell the embedded broker from what they were made for.
 * Method: each library's common round trips as a small program of its own (declare, confirms, mandatory returns, headers, prefetch,
 * nack, dead letters, transactions, errors that leave the connection alive, heartbeats), which ends with 0 when all hold.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { runProgram } from './run-program';

const folder = import.meta.dirname;
const python = '/usr/bin/python3'; // Debian's own, which has Debian's packages
let broker: EmbeddedBroker;
let built = '';

const environment = () => ({ AMQP_PORT: new URL(broker.amqpUrl).port });
const run = (command: readonly string[], inFolder?: string) =>
  runProgram(command, { environment: environment(), ...(inFolder !== undefined && { folder: join(folder, inFolder) }) });

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'warren-clients-'));
  broker = await startEmbeddedBroker();
});
afterAll(async () => {
  await broker?.stop();
  await rm(built, { recursive: true, force: true });
});

describe('client libraries', () => {
  it('pika: first steps, orders with dead letters, a direct exchange', async () => {
    expect(await run([python, 'hello.py'], 'python')).toContain('sent 10');
    expect(await run([python, 'orders.py', '30'], 'python')).toContain('confirmed 30');
    expect(JSON.parse(await run([python, 'work_orders.py', '30'], 'python'))).toEqual({ acknowledged: 20, rejected: 10 });
    expect(await run([python, 'direct_exchange.py', '5'], 'python')).toContain('sent 5');
  });

  it('aio-pika', async () => {
    expect(await run([python, 'round_trips_aio_pika.py'], 'python')).toContain('ok');
  });

  it('kombu, under a Celery worker with results and remote control', async () => {
    expect(await run([python, 'round_trips_celery.py'], 'python')).toContain('ok');
  });

  it('bunny', async () => {
    expect(await run(['ruby', 'round_trips.rb'], 'ruby')).toContain('ok: heartbeats keep it open');
  });

  it("Perl's AnyEvent::RabbitMQ", async () => {
    expect(await run(['perl', 'round_trips.pl'], 'perl')).toContain('ok: closes in order');
  });

  it('php-amqplib', async () => {
    expect(await run(['php', 'round_trips.php'], 'php')).toContain('ok: a body of many frames');
  });

  it('amqp091-go', async () => {
    const program = join(built, 'round-trips');
    const go = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(built, 'cache'), GOFLAGS: '' };
    await runProgram(['go', 'build', '-o', program, '.'], { folder: join(folder, 'go'), environment: go });
    expect(await run([program], 'go')).toContain('ok: heartbeats keep it open');
  });

  it('the Java client', async () => {
    const jars = ['amqp-client', 'slf4j-api', 'slf4j-nop'].map((name) => `/usr/share/java/${name}.jar`);
    await runProgram(['javac', '-d', built, '-cp', jars.join(':'), 'RoundTrips.java'], { folder: join(folder, 'java') });
    expect(await run(['java', '-cp', [built, ...jars].join(':'), 'RoundTrips'], 'java')).toContain('ok: direct reply-to');
  });

  it('rabbitmq-c, by its command-line tools', async () => {
    const url = ['--url', broker.amqpUrl];
    await run(['amqp-declare-queue', ...url, '-d', '-q', 'tools'], '.');
    for (const body of ['one', 'two', 'three']) await run(['amqp-publish', ...url, '-p', '-r', 'tools', '-b', body], '.');
    expect(await run(['amqp-get', ...url, '-q', 'tools'], '.')).toBe('one');
    const consumed = await run(['amqp-consume', ...url, '-q', 'tools', '-c', '2', '-p', '1', 'cat'], '.');
    expect(consumed.replaceAll('\n', '')).toBe('twothree');
    await run(['amqp-delete-queue', ...url, '-q', 'tools'], '.');
  });
});

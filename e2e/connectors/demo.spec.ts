/** Goal: the demo shows a living system, survives its broker's death, and ends cleanly. Method: run it, as people do. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnector } from '@/lib/connectors/registry';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { collectOutput, killAtExit, stopGroup } from '../support/child-process';
import { until } from '../support/poll';

const root = resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;
let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startEmbeddedBroker();
});
afterAll(() => broker.stop());

function runDemo(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', ...args], { cwd: root, detached: true });
  killAtExit(child);
  return { child, output: collectOutput(child), ended: new Promise<number | null>((done) => child.once('exit', done)) };
}

describe('npm run demo', () => {
  it('fills, rejects, expires, overflows, returns and dead-letters; goes on after kill -9; stops on Ctrl-C', async () => {
    const demo = runDemo('--url', broker.amqpUrl, '--rate', '100');
    const access = { managementUrl: broker.managementUrl, amqpUrl: broker.amqpUrl, username: 'guest', password: 'guest' };
    const connector = createConnector('rabbitmq', access);
    try {
      const readQueue = async (name: string) =>
        (await connector.readSnapshot({ withTopology: false })).queues.find((queue) => queue.name === name);
      const hasReady = (name: string, count: number) =>
        until(`${count} messages in ${name}`, async () => ((await readQueue(name))?.readyCount ?? 0) >= count, PATIENCE_MS);
      await hasReady('orders.analytics', 500);
      await Promise.all([hasReady('dead.payments', 1), hasReady('dead.orders', 1)]);
      await broker.kill9();
      await broker.restart();
      const before = (await readQueue('dead.mail'))?.readyCount ?? 0;
      await hasReady('dead.mail', before + 1);
      const address = { virtualHost: '/', name: 'dead.orders' };
      const { messages } = await connector.browse(address, { from: 0, limit: 1, order: 'oldest', bodyLimitBytes: 10_000 });
      const headers = new Map(messages[0]?.properties.headers?.map(({ key, value }) => [key, value.value]));
      expect(headers.get('x-error')).toContain('TypeError');
      expect(headers.get('x-service')).toBe('fulfilment-service');
      expect(String(headers.get('x-error-stack'))).not.toContain(root);
      await until('the broker to return unroutable messages', () => /[1-9]\d* unroutable/.test(demo.output()), PATIENCE_MS);
      demo.child.kill('SIGINT');
      expect(await demo.ended).toBe(0);
      expect(demo.output()).toContain('The shop is closed');
      expect(demo.output()).toMatch(/[1-9]\d* reconnects/);
      await until('its connections to be gone', async () => (await connector.readSnapshot({ withTopology: false })).consumers.length === 0);
    } finally {
      await connector.close();
      await stopGroup(demo.child, 5_000);
    }
  });

  it('says what to do when there is no broker, or when it is asked for nonsense', async () => {
    const away = runDemo('--url', 'amqp://guest:secret-word@127.0.0.1:1');
    expect(await away.ended).toBe(1);
    expect(away.output()).toContain('npm start');
    expect(away.output()).not.toContain('secret-word');
    const confused = runDemo('--rate', 'fast');
    expect(await confused.ended).toBe(1);
    expect(confused.output()).toContain('--rate is a number');
  });
});

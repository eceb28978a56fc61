/**
 * Goal: the main job, on real input, in one go. A Python program with pika talks to the embedded broker; an operator sees it live;
 * support browses a dead-letter queue without changing it, replays a message and sees it acknowledged; an admin adds a binding and
 * takes it away again; and after kill -9 of the whole process everything is still there.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { MessagePage } from '../../lib/model/message';
import type { Operation } from '../../lib/model/operations';
import type { Queue } from '../../lib/model/resources';
import { ApiClient, adminEmail, adminPassword, type RunningConsole, startConsole } from '../support/console';
import { until } from '../support/poll';

const programs = join(import.meta.dirname, '../clients/python');
const password = 'a long enough password';
const liveWithinMs = 2_000;

let warren: RunningConsole;
let api: ApiClient;
let dataDirectory = '';

/** Runs one of the Python programs against the embedded broker; resolves with what it printed. */
function python(program: string, ...args: string[]): Promise<string> {
  const child = spawn('/usr/bin/python3', ['-B', join(programs, program), ...args], {
    env: { ...process.env, AMQP_PORT: String(warren.amqpPort) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}: ${output}`))));
  });
}

async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.goto(`${warren.url}/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The person's name comes with the session, after hydration: from then on clicks and keys are heard. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(warren.url + path);
  await expect(page.locator('button[aria-label$="theme, time, sign out"]:not([aria-label^="Account"])')).toBeVisible();
}

const queuePath = (name: string) => `/embedded/queues/%2F/${name}`;
const readMessages = (queue: string): Promise<MessagePage> =>
  api.get(`/api/brokers/embedded/queues/%2F/${queue}/messages?from=0&limit=100&order=oldest`) as Promise<MessagePage>;
const readQueue = async (name: string): Promise<Queue | undefined> => {
  const { topics } = (await api.get('/api/brokers/embedded/snapshot?topics=queues')) as { topics: { queues: Queue[] } };
  return topics.queues.find((queue) => queue.name === name);
};

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-main-job-'));
  warren = await startConsole({ dataDirectory });
  api = await new ApiClient(warren.url).signIn();
  for (const role of ['operator', 'support']) await api.post('/api/people', { name: role, email: `${role}@example.org`, role, password });
});
test.afterAll(async () => {
  await warren?.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

test('an operator sees queues appear and depth and rates move, without reloading', async ({ page }) => {
  await signIn(page, 'operator@example.org', password);
  await open(page, '/embedded/queues');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

  expect(await python('hello.py')).toContain('sent 10');
  await expect(row('hello')).toContainText('10', { timeout: liveWithinMs });
  expect(await python('orders.py', '30')).toContain('confirmed 30');
  await expect(row('order')).toContainText('30', { timeout: liveWithinMs });
  expect(await python('direct_exchange.py', '3')).toContain('sent 3');
  await expect(row('my_queue')).toContainText('3', { timeout: liveWithinMs });

  await open(page, queuePath('order'));
  await expect(page.getByText('Acknowledged').first()).toBeVisible();
  expect(JSON.parse(await python('work_orders.py', '30'))).toEqual({ acknowledged: 20, rejected: 10 });
  await expect(page.getByText(/Nothing is waiting|^0$/).first()).toBeVisible({ timeout: liveWithinMs });
  const path = `/api/brokers/embedded/series?subject=${encodeURIComponent('queue:%2F/order')}&minutes=5`;
  const highestRate = async (): Promise<number> => {
    const { fields } = (await api.get(path)) as { fields: { acknowledge: (number | null)[] } };
    return Math.max(0, ...fields.acknowledge.map((rate) => rate ?? 0));
  };
  await expect.poll(highestRate, { timeout: 5_000 }).toBeGreaterThan(0);
});

test('support browses dead letters and changes nothing, replays one and sees it acknowledged', async ({ page }) => {
  const before = await readMessages('order.failed');
  expect(before.messages).toHaveLength(10);
  await signIn(page, 'support@example.org', password);
  await open(page, `${queuePath('order.failed')}?tab=messages`);
  await expect(page.getByText('Looking changes nothing')).toBeVisible();
  await page.getByText('A-1003').first().click();
  await expect(page.getByText(/a consumer rejected it/i)).toBeVisible();
  await expect(page.getByText('"Zoë"').first()).toBeVisible();
  await expect(
    page
      .getByRole('cell', { name: 'x-death' })
      .or(page.getByRole('cell', { name: 'source' }))
      .first(),
  ).toBeVisible();

  // The same order, flags and counts as before anybody looked.
  const after = await readMessages('order.failed');
  expect(after.messages).toEqual(before.messages);
  expect(after.messages.every((message) => !message.redelivered)).toBe(true);
  expect(await readQueue('order.failed')).toMatchObject({ readyCount: 10, unacknowledgedCount: 0 });

  const consumer = python('work_orders.py', '1', 'accept-all');
  await page.getByRole('button', { name: 'Replay…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('order', { exact: true }).first()).toBeVisible();
  await dialog.getByRole('button', { name: /^Replay/ }).click();
  await expect(dialog.getByText(/Delivered and acknowledged/)).toBeVisible();
  expect(JSON.parse(await consumer)).toEqual({ acknowledged: 1, rejected: 0 });
  await expect.poll(async () => (await readQueue('order.failed'))?.readyCount).toBe(9);
});

test('an admin adds a binding in the routing graph, the next message arrives there, and removes it again', async ({ page }) => {
  await api.post('/api/brokers/embedded/queues', {
    virtualHost: '/',
    name: 'my_copy',
    type: 'classic',
    isDurable: true,
    isAutoDelete: false,
    arguments: {},
  });
  await signIn(page, adminEmail, adminPassword);
  await open(page, '/embedded/routing');
  await expect(page.getByText('my_exchange').first()).toBeVisible();
  await page.getByRole('button', { name: 'Binding', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('From the exchange').fill('my_exchange');
  await dialog.getByLabel('Name', { exact: true }).fill('my_copy');
  await dialog.getByLabel(/routing key/i).fill('my_key');
  await dialog.getByRole('button', { name: /^(Add|Bind|Create)/ }).click();
  await expect(dialog).toBeHidden();
  await python('direct_exchange.py', '1');
  await expect.poll(async () => (await readQueue('my_copy'))?.readyCount).toBe(1);

  await page.getByRole('button', { name: 'Table' }).click();
  const row = page.getByRole('row').filter({ hasText: 'my_copy' });
  await row.getByRole('button').last().click();
  await page.getByRole('menuitem', { name: /remove the binding/i }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /remove/i })
    .click();
  await expect(row).toHaveCount(0);
  await python('direct_exchange.py', '1');
  await expect.poll(async () => (await readQueue('my_queue'))?.readyCount).toBe(5);
  expect((await readQueue('my_copy'))?.readyCount).toBe(1);
});

test('after kill -9 every confirmed persistent message, the topology, the accounts and the operation are there', async () => {
  expect(await python('orders.py', '12')).toContain('confirmed 12');
  await until('the orders to be counted', async () => (await readQueue('order'))?.readyCount === 12, 10_000);
  const { port } = warren;
  await warren.kill9();
  warren = await startConsole({ dataDirectory, port });
  api = await new ApiClient(warren.url).signIn();
  await until('the broker to be polled', async () => (await readQueue('order')) !== undefined, 15_000);

  const { messages } = await readMessages('order');
  expect(messages.map((message) => message.properties.messageId)).toEqual(Array.from({ length: 12 }, (_, index) => `order-${index + 1}`));
  expect(await readQueue('order.failed')).toMatchObject({ readyCount: 9, isDurable: true });
  expect(await readQueue('my_copy')).toMatchObject({ isDurable: true });
  expect(await readQueue('hello')).toBeUndefined(); // transient, as it was declared
  const { topics } = (await api.get('/api/brokers/embedded/snapshot?topics=bindings')) as {
    topics: { bindings: { source: string; destination: string }[] };
  };
  expect(topics.bindings).toContainEqual(expect.objectContaining({ source: 'order.dead', destination: 'order.failed' }));
  const people = (await api.get('/api/people')) as { email: string }[];
  expect(people.map(({ email }) => email)).toEqual(expect.arrayContaining([adminEmail, 'operator@example.org', 'support@example.org']));
  const [operation] = (await api.get('/api/brokers/embedded/operations')) as Operation[];
  expect(operation).toMatchObject({ state: 'completed', counts: { total: 1, consumed: 1 }, startedBy: 'support' });
  const { entries } = (await api.get('/api/audit?limit=100')) as { entries: { act: string; outcome: string; personName: string }[] };
  expect(entries).toContainEqual(expect.objectContaining({ act: 'message.replay', outcome: 'allowed', personName: 'support' }));
});

import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, BrokerSummary, Person } from '../../lib/model/console';
import { ApiClient, adminEmail, adminPassword, type RunningConsole, runConsoleToItsEnd, startConsole } from '../support/console';
import { freePort } from '../support/free-port';
import { until } from '../support/poll';

const withoutBroker = { WARREN_EMBEDDED: 'off' };
const withoutAdmin = { WARREN_ADMIN_EMAIL: undefined, WARREN_ADMIN_PASSWORD: undefined };
let dataDirectory = '';
const running: RunningConsole[] = [];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-start-'));
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

const start = async (environment: Readonly<Record<string, string | undefined>> = {}, port?: number) => {
  const settings = { dataDirectory, environment: { ...withoutBroker, ...environment } };
  const warren = await startConsole(port === undefined ? settings : { ...settings, port });
  running.push(warren);
  return warren;
};
const fails = (environment: Readonly<Record<string, string | undefined>> = {}) =>
  runConsoleToItsEnd({ dataDirectory, environment: { ...withoutBroker, ...environment } });

describe('says in one sentence why it cannot start', () => {
  it('the port is in use', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    const { code, output } = await runConsoleToItsEnd({ dataDirectory, port, environment: withoutBroker });
    holder.close();
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another port.`);
  });

  it('another Warren uses the data directory', async () => {
    await start();
    const { code, output } = await fails();
    expect(code).toBe(1);
    expect(output).toContain(`Another Warren is using the data directory ${dataDirectory}.`);
  });

  it('the data directory cannot be written', async () => {
    await writeFile(join(dataDirectory, 'file'), '');
    const { code, output } = await fails({ WARREN_DATA_DIR: join(dataDirectory, 'file', 'data') });
    expect(code).toBe(1);
    expect(output).toMatch(/The data directory .* can't be written \(ENOTDIR\)\. Give this user the right/);
  });

  it('a variable makes no sense, and its value is not shown', async () => {
    const { code, output } = await fails({ WARREN_SECRET: 'tooshort', WARREN_ADMIN_PASSWORD: undefined });
    expect(code).toBe(1);
    expect(output).toContain('WARREN_SECRET: use at least 16 characters');
    expect(output).not.toContain('tooshort');
    expect((await fails({ PORT: 'http' })).output).toContain('PORT must be a number');
  });

  it('the secret is another one, or lost', async () => {
    await (await start()).stop();
    running.length = 0;
    const secretFile = join(dataDirectory, 'secret');
    expect((await stat(secretFile)).mode & 0o777).toBe(0o600);
    const wrong = await fails({ WARREN_SECRET: 'a secret that is not the one' });
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('The secret in WARREN_SECRET is not the one') });
    await chmod(secretFile, 0o600);
    await rm(secretFile);
    expect(await fails()).toMatchObject({ code: 1, output: expect.stringContaining(`${secretFile} is missing. Put the old one back`) });
  });
});

it('prints a one-time link while there are no accounts, and the link makes exactly one admin', async () => {
  const warren = await start(withoutAdmin);
  const token = await until('the link', () => /\/setup\?token=([\w-]+) /.exec(warren.output())?.[1]);
  const client = new ApiClient(warren.url);
  const ada = { token, name: 'Ada', email: adminEmail, password: adminPassword };
  expect(await client.send('POST', '/api/setup', { ...ada, token: 'guess' })).toMatchObject({ status: 403 });
  const both = await Promise.all([
    client.send('POST', '/api/setup', ada),
    client.send('POST', '/api/setup', { ...ada, email: 'b@example.org' }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([204, 403]);
  const people = await client.get<Person[]>('/api/people');
  expect(people).toMatchObject([{ role: 'admin' }]);
});

it('keeps accounts, sessions, sealed brokers and the audit through kill -9, and starts again in seconds', async () => {
  const first = await start();
  const admin = await new ApiClient(first.url).signIn();
  const settings = {
    name: 'Far away',
    environment: 'production',
    colour: 'red',
    managementUrl: 'http://127.0.0.1:9',
    amqpUrl: 'amqp://127.0.0.1:9',
    username: 'console',
    password: 'open sesame',
  };
  const broker = await admin.post<BrokerSummary>('/api/brokers', settings);
  await admin.post('/api/people', { name: 'Sam', email: 'sam@example.org', password: 'a long enough one', role: 'support' });
  await first.kill9();
  running.length = 0;
  const files = await Promise.all(
    ['console.db', 'console.db-wal'].map((name) => readFile(join(dataDirectory, name), 'latin1').catch(() => '')),
  );
  expect(files.join('')).toContain('Far away');
  expect(files.join('')).not.toContain('open sesame');

  const startedAtMs = performance.now();
  const second = await start({}, first.port);
  expect(performance.now() - startedAtMs).toBeLessThan(15_000);
  // The cookie's name holds the port and its signature the secret: the same person goes on where they were.
  const again = new ApiClient(`http://127.0.0.1:${first.port}`);
  const answer = await again.send('GET', '/api/brokers', undefined, { cookie: admin.cookie });
  expect(answer.body).toMatchObject([{ id: broker.id, name: 'Far away', environment: 'production', freshness: { state: 'stale' } }]);
  expect(JSON.stringify(answer.body)).not.toContain('open sesame');
  await again.signIn('sam@example.org', 'a long enough one');
  const { entries } = await again.get<{ entries: AuditEntry[] }>('/api/audit?limit=100');
  expect(entries.map((entry) => `${entry.act} ${entry.outcome}`)).toEqual(
    expect.arrayContaining(['broker.create allowed', 'account.create allowed', 'account.sign-in allowed']),
  );
  expect(await second.stop()).toBe(0);
  running.length = 0;
});

it('answers with security headers, and refuses bodies and addresses that make no sense', async () => {
  const warren = await start();
  const page = await fetch(`${warren.url}/sign-in`);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/);
  expect(Object.fromEntries(page.headers)).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  expect(await (await fetch(`${warren.url}/api/brokers/%zz`)).json()).toMatchObject({ code: 'invalid-input' });
  const tooLarge = await fetch(`${warren.url}/api/auth/sign-in/email`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
  expect(tooLarge.status).toBe(413);
  const notJson = await fetch(`${warren.url}/api/auth/sign-in/email`, { method: 'POST', body: Buffer.from([0x22, 0xff, 0x22]) });
  expect(await notJson.json()).toMatchObject({ code: 'invalid-input' });
});

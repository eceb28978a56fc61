import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry, Person, Session } from '../../lib/model/console';
import { ApiClient, adminEmail, adminPassword, type RunningConsole, startConsole } from '../support/console';

let warren: RunningConsole;

beforeAll(async () => {
  warren = await startConsole({ environment: { WARREN_EMBEDDED: 'off' } });
});
afterAll(() => warren?.stop());

const signIn = (client: ApiClient, email: string, password: string) => client.send('POST', '/api/auth/sign-in/email', { email, password });

it('signs in, says who that is, and signs out', async () => {
  const client = new ApiClient(warren.url);
  expect(await client.send('GET', '/api/session')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(await client.send('GET', '/api/brokers')).toMatchObject({ status: 401 });
  await client.signIn(adminEmail.toUpperCase());
  expect(await client.get<Session>('/api/session')).toMatchObject({ person: { email: adminEmail, role: 'admin' } });
  expect(await client.send('POST', '/api/auth/sign-out')).toMatchObject({ status: 204 });
  expect(await client.send('GET', '/api/session')).toMatchObject({ status: 401 });
});

it('answers a wrong password and an unknown address alike, in words and in time', async () => {
  const client = new ApiClient(warren.url);
  const timed = async (email: string) => {
    const startedAtMs = performance.now();
    const { status, body } = await signIn(client, email, 'wrong password');
    return { answer: { status, body }, ms: performance.now() - startedAtMs };
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 3; round++) {
    const wrong = await timed(adminEmail);
    const nobody = await timed('nobody@example.org');
    expect(nobody.answer).toEqual(wrong.answer);
    known.push(wrong.ms);
    unknown.push(nobody.ms);
  }
  expect((await timed('not an address')).answer).toMatchObject({ status: 401 });
  // Hashing takes tens of milliseconds; an answer without it would be ten times faster.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  expect(Math.min(...known)).toBeGreaterThan(Math.min(...unknown) / 2);
});

it('makes each further try for an account wait longer, known or not', async () => {
  for (const email of ['slow@example.org', 'bob@example.org']) {
    const client = new ApiClient(warren.url);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      const startedAtMs = performance.now();
      expect(await signIn(client, email, 'wrong password')).toMatchObject({ status: 401 });
      waits.push(performance.now() - startedAtMs);
    }
    expect(waits[3]).toBeGreaterThan(500);
    expect(waits[4]).toBeGreaterThan(1_000);
  }
});

it('lets admins make, change and remove accounts, and never leaves none', async () => {
  const admin = await new ApiClient(warren.url).signIn();
  const draft = { name: 'Sam', email: 'Sam@Example.org', password: 'a long enough one', role: 'operator' };
  const sam = await admin.post<Person>('/api/people', draft);
  expect(sam).toMatchObject({ email: 'sam@example.org', role: 'operator' });
  expect(await admin.send('POST', '/api/people', draft)).toMatchObject({ status: 409, body: { fields: { email: expect.any(String) } } });
  expect(await admin.send('POST', '/api/people', { ...draft, email: 'x', password: 'short' })).toMatchObject({
    status: 400,
    body: { code: 'invalid-input', fields: { email: expect.any(String), password: expect.any(String) } },
  });

  const operator = await new ApiClient(warren.url).signIn('sam@example.org', draft.password);
  expect(await operator.send('GET', '/api/people')).toMatchObject({ status: 403 });
  await admin.send('PATCH', `/api/people/${sam.id}`, { role: 'support' });
  expect(await operator.get<Session>('/api/session')).toMatchObject({ person: { role: 'support' } });
  await admin.send('PATCH', `/api/people/${sam.id}`, { password: 'another long one' });
  expect(await operator.send('GET', '/api/session')).toMatchObject({ status: 401 });
  expect(await signIn(operator, 'sam@example.org', 'another long one')).toMatchObject({ status: 204 });

  const [ada] = (await admin.get<Person[]>('/api/people')).filter((person) => person.email === adminEmail);
  expect(await admin.send('DELETE', `/api/people/${ada!.id}`)).toMatchObject({ status: 409 });
  expect(await admin.send('PATCH', `/api/people/${ada!.id}`, { role: 'operator' })).toMatchObject({ status: 409 });
  expect(await admin.send('DELETE', `/api/people/${sam.id}`)).toMatchObject({ status: 204 });
  expect(await operator.send('GET', '/api/session')).toMatchObject({ status: 401 });

  const { entries } = await admin.get<{ entries: AuditEntry[] }>('/api/audit?q=sam@example.org&limit=100');
  const told = entries.map((entry) => `${entry.act} ${entry.outcome}`);
  for (const line of [
    'account.create allowed',
    'account.create failed',
    'account.manage refused',
    'account.update allowed',
    'account.delete allowed',
  ])
    expect(told).toContain(line);
  expect(JSON.stringify(entries)).not.toContain('long');
});

it('lets people change their own password with the current one, ends their other sessions, and tells the audit no password', async () => {
  const admin = await new ApiClient(warren.url).signIn();
  const mia = { name: 'Mia', email: 'mia@example.org', password: 'a long enough one', role: 'operator' };
  await admin.post('/api/people', mia);
  const here = await new ApiClient(warren.url).signIn(mia.email, mia.password);
  const elsewhere = await new ApiClient(warren.url).signIn(mia.email, mia.password);
  const change = (currentPassword: string, newPassword: string) =>
    here.send('POST', '/api/session/password', { currentPassword, newPassword });

  expect(await change('a wrong long one', 'another long one')).toMatchObject({
    status: 400,
    body: { fields: { currentPassword: expect.any(String) } },
  });
  expect(await change(mia.password, 'short')).toMatchObject({ status: 400, body: { fields: { newPassword: expect.any(String) } } });
  expect(await elsewhere.send('GET', '/api/session')).toMatchObject({ status: 200 });

  expect(await change(mia.password, 'another long one')).toMatchObject({ status: 204 });
  expect(await here.get<Session>('/api/session')).toMatchObject({ person: { email: mia.email } });
  expect(await elsewhere.send('GET', '/api/session')).toMatchObject({ status: 401 });
  expect(await signIn(elsewhere, mia.email, mia.password)).toMatchObject({ status: 401 });
  expect(await signIn(elsewhere, mia.email, 'another long one')).toMatchObject({ status: 204 });
  const nobody = new ApiClient(warren.url);
  const body = { currentPassword: 'another long one', newPassword: 'a third long one' };
  expect(await nobody.send('POST', '/api/session/password', body)).toMatchObject({ status: 401 });

  const { entries } = await admin.get<{ entries: AuditEntry[] }>('/api/audit?q=mia@example.org&limit=100');
  const told = entries.filter((entry) => entry.act === 'account.change-password').map((entry) => entry.outcome);
  expect(told).toEqual(['allowed', 'failed']);
  expect(JSON.stringify(entries)).not.toContain('long one');
});

it('offers nothing of the sign-in library but its two doors', async () => {
  const client = new ApiClient(warren.url);
  const newcomer = { name: 'Eve', email: 'eve@example.org', password: 'a long enough one' };
  for (const path of ['sign-up/email', 'change-password', 'update-user', 'request-password-reset', 'list-sessions'])
    expect(await client.send('POST', `/api/auth/${path}`, newcomer)).toMatchObject({ status: 404 });
  expect(await client.send('GET', '/api/auth/get-session')).toMatchObject({ status: 405 });
});

it('reads nothing large from people who are not signed in', async () => {
  const client = new ApiClient(warren.url);
  const large = { virtualHost: '/', drafts: [{ bodyBase64: 'x'.repeat(3_000_000) }] };
  expect(await client.send('POST', '/api/brokers/embedded/publish', large)).toMatchObject({ status: 401 });
  expect(await client.send('POST', '/api/auth/sign-in/email', large)).toMatchObject({ status: 413 });
});

it('refuses changes that another site asks for', async () => {
  const admin = await new ApiClient(warren.url).signIn();
  const settings = { name: 'X', email: 'x@example.org', password: 'a long enough one', role: 'admin' };
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])
    expect(await admin.send('POST', '/api/people', settings, headers)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

it('slows set-up links down too and refuses them when there is an account', async () => {
  const client = new ApiClient(warren.url);
  const attempt = { token: 'guess', name: 'Eve', email: 'eve@example.org', password: 'a long enough one' };
  expect(await client.send('POST', '/api/setup', attempt)).toMatchObject({ status: 403 });
  expect(adminPassword.length).toBeGreaterThanOrEqual(10);
});

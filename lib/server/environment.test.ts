import { expect, it } from 'vitest';
import { parseEnvironment } from './environment';
import { StartError } from './start-error';

it('has a default for everything', () => {
  expect(parseEnvironment({}, '/srv/warren')).toEqual({
    host: null,
    port: 3000,
    rootDirectory: '/srv/warren',
    dataDirectory: '/srv/warren/data',
    isEmbeddedOn: true,
    amqpPort: 5672,
    managementPort: 15_672,
    secret: null,
    firstAdmin: null,
    publicUrl: null,
    logLevel: 'info',
  });
});

it('takes a variable set to nothing as not set, and an absolute data directory as it is', () => {
  const environment = parseEnvironment({ HOST: '', WARREN_SECRET: '', WARREN_DATA_DIR: '/var/lib/warren', WARREN_EMBEDDED: 'off' }, '/srv');
  expect(environment).toMatchObject({ host: null, secret: null, dataDirectory: '/var/lib/warren', isEmbeddedOn: false });
});

it('names what is wrong, all at once, and never shows a value', () => {
  const given = { WARREN_AMQP_PORT: '99999', WARREN_SECRET: 'hush', WARREN_ADMIN_EMAIL: 'ada@example.org', WARREN_EMBEDDED: 'maybe' };
  const attempt = () => parseEnvironment(given, '/srv');
  expect(attempt).toThrow(StartError);
  for (const complaint of [/WARREN_AMQP_PORT: /, /WARREN_EMBEDDED: /, /WARREN_SECRET: use at least 16 characters/])
    expect(attempt).toThrow(complaint);
  expect(attempt).not.toThrow(/hush/);
  expect(() => parseEnvironment({ WARREN_ADMIN_EMAIL: 'ada@example.org' }, '/srv')).toThrow(/together/);
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './options';

describe('the settings of the broker', () => {
  it('have the documented defaults', () => {
    expect(parseOptions({}, '/srv')).toMatchObject({
      host: null,
      amqpPort: 5672,
      managementPort: 15_672,
      dataDirectory: join('/srv', 'data', 'broker'),
      heartbeatSeconds: 60,
      handshakeTimeoutMs: 10_000,
      channelMax: 2_047,
      frameMaxBytes: 131_072,
      tls: null,
    });
  });

  it('take nothing for not set, and memory as a share or in bytes', () => {
    expect(parseOptions({ HOST: '', WARREN_DATA_DIR: '/var/lib/warren', WARREN_MEMORY_WATERMARK: '104857600' }, '/srv')).toMatchObject({
      host: null,
      dataDirectory: join('/var/lib/warren', 'broker'),
      memoryLimitBytes: 104_857_600,
    });
    expect(parseOptions({ WARREN_MEMORY_WATERMARK: '1' }, '/srv').memoryLimitBytes).toBeGreaterThan(104_857_600);
  });

  it.each([
    [{ WARREN_AMQP_PORT: '70000' }, /WARREN_AMQP_PORT/],
    [{ WARREN_AMQP_PORT: 'amqp' }, /WARREN_AMQP_PORT/],
    [{ WARREN_MEMORY_WATERMARK: '0' }, /WARREN_MEMORY_WATERMARK/],
    [{ WARREN_FRAME_MAX: '100' }, /WARREN_FRAME_MAX/],
    [{ WARREN_TLS_CERT: 'server.crt' }, /WARREN_TLS_CERT: set WARREN_TLS_CERT and WARREN_TLS_KEY together/],
  ])('refuse %j with a sentence', (given, sentence) => {
    expect(() => parseOptions(given, '/srv')).toThrow(sentence);
  });
});

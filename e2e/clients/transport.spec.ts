// Goal: what only real sockets show: TLS with and without client certificates, heartbeats both ways, slow handshakes, start
// and stop of the program, and the same program as a worker thread.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import amqplib from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader, decodeMethod, encodeMethodFrame, FrameParser, type Method } from '../../lib/amqp';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { until } from '../support/poll';

const PROTOCOL_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
let directory: string;
let broker: EmbeddedBroker;
let amqpsPort: number;
const file = (name: string): string => join(directory, name);
const openssl = (...options: string[]): void => void execFileSync('openssl', options, { stdio: 'ignore' });

function createCertificate(name: string, subject: string): void {
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', subject);
  openssl(
    'x509',
    '-req',
    '-in',
    file(`${name}.csr`),
    '-CA',
    file('ca.crt'),
    '-CAkey',
    file('ca.key'),
    '-CAcreateserial',
    '-days',
    '1',
    '-out',
    file(`${name}.crt`),
  );
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'warren-tls-'));
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
    '-days',
    '1',
    '-subj',
    '/CN=test authority',
  );
  createCertificate('server', '/CN=localhost');
  createCertificate('guest', '/CN=guest/O=shop');
  amqpsPort = await freePort();
  broker = await startEmbeddedBroker({
    environment: {
      WARREN_AMQPS_PORT: String(amqpsPort),
      WARREN_TLS_CERT: file('server.crt'),
      WARREN_TLS_KEY: file('server.key'),
      WARREN_TLS_CA: file('ca.crt'),
      WARREN_HANDSHAKE_TIMEOUT: '1',
    },
  });
});
afterAll(async () => {
  await broker?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A bare client that notes what it hears. */
async function openSocket(): Promise<{ socket: Socket; heard: Method[]; heartbeats: () => number; isClosed: () => boolean }> {
  const heard: Method[] = [];
  let heartbeatCount = 0;
  let closed = false;
  const parser = new FrameParser(
    {
      onFrame: (type, _channel, buffer, start, end) => {
        if (type === 8) heartbeatCount++;
        else heard.push(decodeMethod(new ByteReader(buffer).over(buffer, start, end)));
        return end + 1;
      },
    },
    131_072,
  );
  const socket = connectTcp(Number(new URL(broker.amqpUrl).port), '127.0.0.1');
  socket.on('data', (chunk) => parser.push(chunk));
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, heard, heartbeats: () => heartbeatCount, isClosed: () => closed };
}

describe('TLS', () => {
  it('carries a round trip', async () => {
    const connection = await amqplib.connect(`amqps://guest:guest@localhost:${amqpsPort}`, { ca: [readFileSync(file('ca.crt'))] });
    const channel = await connection.createConfirmChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const body = Buffer.alloc(300_000, 'secret');
    channel.sendToQueue(queue, body);
    await channel.waitForConfirms();
    const message = await channel.get(queue, { noAck: true });
    expect(message !== false && message.content.equals(body)).toBe(true);
    await connection.close();
  });

  it('signs in with a client certificate alone (EXTERNAL)', async () => {
    const options = { ca: [readFileSync(file('ca.crt'))], cert: readFileSync(file('guest.crt')), key: readFileSync(file('guest.key')) };
    const connection = await amqplib.connect(`amqps://localhost:${amqpsPort}`, { ...options, credentials: amqplib.credentials.external() });
    const shown = await fetch(`${broker.managementUrl}/api/connections`, { headers: { authorization: `Basic ${btoa('guest:guest')}` } });
    expect(await shown.json()).toEqual([
      expect.objectContaining({ user: 'guest', auth_mechanism: 'EXTERNAL', ssl: true, peer_cert_subject: 'CN=guest,O=shop' }),
    ]);
    await connection.close();
  });

  it('does not take EXTERNAL without a certificate', async () => {
    const options = { ca: [readFileSync(file('ca.crt'))], credentials: amqplib.credentials.external() };
    await expect(amqplib.connect(`amqps://localhost:${amqpsPort}`, options)).rejects.toThrow();
  });
});

describe('heartbeats', () => {
  it('are sent to a silent peer, which is cut after two intervals', async () => {
    const peer = await openSocket();
    peer.socket.write(PROTOCOL_HEADER);
    await until('connection.start', () => peer.heard.some(({ name }) => name === 'connection.start'));
    peer.socket.write(
      encodeMethodFrame(0, {
        name: 'connection.start-ok',
        clientProperties: [],
        mechanism: 'PLAIN',
        response: Buffer.from('\0guest\0guest'),
        locale: 'en_US',
      }),
    );
    await until('connection.tune', () => peer.heard.some(({ name }) => name === 'connection.tune'));
    peer.socket.write(encodeMethodFrame(0, { name: 'connection.tune-ok', channelMax: 10, frameMax: 4_096, heartbeat: 1 }));
    peer.socket.write(encodeMethodFrame(0, { name: 'connection.open', virtualHost: '/' }));
    await until('connection.open-ok', () => peer.heard.some(({ name }) => name === 'connection.open-ok'));
    const openedAtMs = Date.now();
    await until('the cut', peer.isClosed, 8_000);
    // Both sides count from their own clock, so the second interval may seem shorter here.
    expect(Date.now() - openedAtMs).toBeGreaterThan(1_500);
    expect(peer.heartbeats()).toBeGreaterThanOrEqual(1);
  });
});

describe('handshakes', () => {
  it('that take too long are cut', async () => {
    const peer = await openSocket();
    peer.socket.write(PROTOCOL_HEADER.subarray(0, 5));
    await until('the cut', peer.isClosed, 8_000);
    expect(peer.heard).toEqual([]);
  });
});

describe('the program', () => {
  it('runs as a worker thread: ready with its addresses, stopped when told', async () => {
    const worker = new Worker(new URL('../support/broker-worker.mjs', import.meta.url), {
      workerData: {
        environment: { WARREN_AMQP_PORT: '0', WARREN_MANAGEMENT_PORT: '0', WARREN_DATA_DIR: file('worker'), WARREN_LOG_LEVEL: 'silent' },
      },
    });
    const said: { type: string; addresses?: { amqp: { host: string; port: number }[] } }[] = [];
    worker.on('message', (message) => said.push(message));
    await until('ready', () => said.length === 1, 20_000);
    expect(said[0]?.type).toBe('ready');
    expect(said[0]?.addresses?.amqp[0]?.port).toBeGreaterThan(0);
    const connection = await amqplib.connect(`amqp://guest:guest@127.0.0.1:${said[0]?.addresses?.amqp[0]?.port}`);
    connection.on('error', () => {}); // told 320 when the broker stops
    worker.postMessage('stop');
    await until('stopped', () => said.length === 2);
    expect(said[1]).toEqual({ type: 'stopped' });
  });

  it('says from its thread why it can not start', async () => {
    const environment = {
      WARREN_AMQP_PORT: new URL(broker.amqpUrl).port,
      WARREN_MANAGEMENT_PORT: '0',
      WARREN_DATA_DIR: file('refused'),
      HOST: '127.0.0.1',
    };
    const worker = new Worker(new URL('../support/broker-worker.mjs', import.meta.url), { workerData: { environment } });
    const said: unknown[] = [];
    worker.on('message', (message) => said.push(message));
    await until('the refusal', () => said.length === 1, 20_000);
    expect(said).toEqual([
      { type: 'failed', code: 'port-in-use', sentence: expect.stringMatching(/in use by another program.*WARREN_AMQP_PORT/) },
    ]);
  });
});

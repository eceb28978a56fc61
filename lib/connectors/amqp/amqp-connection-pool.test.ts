import { afterEach, describe, expect, it } from 'vitest';
import { AmqpConnectionPool } from './amqp-connection-pool';
import { amqpLimits } from './amqp-limits';
import { ScriptedBroker } from './testing/scripted-broker';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

async function pooled(idleMs?: number): Promise<{ broker: ScriptedBroker; pool: AmqpConnectionPool }> {
  const broker = await ScriptedBroker.start(() => undefined);
  const pool = new AmqpConnectionPool(broker.options, idleMs);
  cleanups.push(
    () => pool.close(),
    () => broker.stop(),
  );
  return { broker, pool };
}

describe('the pool of AMQP connections', () => {
  it('opens one connection a virtual host, also for those who ask at once', async () => {
    const { broker, pool } = await pooled();
    await Promise.all([1, 2, 3].map(() => pool.use('/', async (connection) => expect(connection.isOpen).toBe(true))));
    await pool.use('other', async () => undefined);
    expect([broker.acceptedCount, pool.connectionCount]).toEqual([2, 2]);
  });

  it('closes what is idle and keeps what is in use', async () => {
    const { broker, pool } = await pooled(50);
    const { release } = await pool.acquire('busy');
    await pool.use('idle', async () => undefined);
    await expect.poll(() => [pool.connectionCount, broker.sockets.size]).toEqual([1, 1]);
    release();
    release();
    await expect.poll(() => [pool.connectionCount, broker.sockets.size]).toEqual([0, 0]);
  });

  it('forgets a connection that died, and tries work once more on a new one', async () => {
    const { broker, pool } = await pooled();
    await pool.use('/', async () => undefined);
    let attempts = 0;
    const result = await pool.use('/', async (connection) => {
      attempts += 1;
      if (attempts === 1) for (const socket of broker.sockets) socket.destroy();
      await connection.openChannel();
      return 'done';
    });
    expect([result, attempts, broker.acceptedCount]).toEqual(['done', 2, 2]);
  });

  it('leaves nothing behind when opening fails', async () => {
    const { broker, pool } = await pooled();
    await broker.stop();
    await expect(pool.use('/', async () => undefined)).rejects.toMatchObject({ name: 'AmqpFault', scope: 'socket' });
    expect(pool.connectionCount).toBe(0);
  });

  it('is bounded: an idle connection makes room, and none idle is an error', async () => {
    const { pool } = await pooled();
    const releases: (() => void)[] = [];
    for (let index = 0; index < amqpLimits.connectionCountMax; index++) releases.push((await pool.acquire(`host ${index}`)).release);
    await expect(pool.use('one more', async () => undefined)).rejects.toThrow('in use');
    releases[3]?.();
    await pool.use('one more', async () => undefined);
    expect(pool.connectionCount).toBe(amqpLimits.connectionCountMax);
    for (const release of releases) release();
  });

  it('opens nothing more after it was closed', async () => {
    const { broker, pool } = await pooled();
    await pool.use('/', async () => undefined);
    await pool.close();
    await expect.poll(() => broker.sockets.size).toBe(0);
    await expect(pool.use('/', async () => undefined)).rejects.toMatchObject({ scope: 'closed' });
  });
});

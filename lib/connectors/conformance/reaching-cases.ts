import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../connector';
import { administer, declaredQueue, draft, errorOf, plainName, type Subject } from './subject';

const NOBODY_LISTENS = '127.0.0.1:1';

/** Reaching the broker, and saying clearly why it can't be reached. */
export function reachingCases(subject: () => Subject): void {
  describe('reaching the broker', () => {
    it('says what it is', async () => {
      const identity = await subject().connector.probe();
      expect(identity.product).not.toBe('');
      expect(identity.version).toMatch(/^\d+\.\d+/);
      expect(identity.clusterName).not.toBe('');
    });

    it('says unreachable when nobody listens, for the management API and for AMQP', async () => {
      const away = subject().connectorWith({ managementUrl: `http://${NOBODY_LISTENS}` });
      expect(await errorOf(away.probe())).toMatchObject({ name: 'ConnectorError', code: 'unreachable' });
      expect(await errorOf(away.readSnapshot({ withTopology: false }))).toMatchObject({ code: 'unreachable' });
      await away.close();
      const deaf = subject().connectorWith({ amqpUrl: `amqp://${NOBODY_LISTENS}` });
      expect(await errorOf(deaf.publish('/', [draft('', 'q', 'x')]))).toMatchObject({ name: 'ConnectorError', code: 'unreachable' });
      await deaf.close();
    });

    it('says unauthorized for a wrong password, over HTTP and over AMQP, and tells no secret', async () => {
      const stranger = subject().connectorWith({ password: 'wrong-secret-word' });
      for (const attempt of [() => stranger.probe(), () => stranger.publish('/', [draft('', 'q', 'x')])]) {
        const error = await errorOf(attempt());
        expect(error).toBeInstanceOf(ConnectorError);
        expect(error).toMatchObject({ code: 'unauthorized' });
        expect(String(error)).not.toContain('wrong-secret-word');
      }
      await stranger.close();
    });

    it('says not-found for a virtual host that is not there', async () => {
      const queue = { virtualHost: plainName('nowhere'), name: 'q' };
      expect(await errorOf(subject().connector.publish(queue.virtualHost, [draft('', 'q', 'x')]))).toMatchObject({ code: 'not-found' });
      expect(await errorOf(subject().connector.purgeQueue(queue))).toMatchObject({ code: 'not-found' });
    });

    it('works again by itself after the broker has closed its connections', async () => {
      const queue = await declaredQueue(subject());
      await subject().connector.publish('/', [draft('', queue.name, 'before')]);
      await expect.poll(async () => (await ownConnections(subject())).length, { timeout: 15_000 }).toBeGreaterThan(0);
      for (const name of await ownConnections(subject())) await subject().connector.closeConnection(name, 'a test, nothing else');
      // The one that is under way when the connection ends may honestly be unknown; the next is not.
      const publish = () => subject().connector.publish('/', [draft('', queue.name, 'after')]);
      await expect.poll(publish, { timeout: 5_000 }).toEqual([{ outcome: 'confirmed' }]);
    });

    it('refuses what the broker user may not do', () => refusesForbidden(subject()));
  });
}

async function ownConnections(subject: Subject): Promise<readonly string[]> {
  const { connections } = await subject.connector.readSnapshot({ withTopology: false });
  return connections.filter((connection) => connection.clientName === 'Warren console').map((connection) => connection.name);
}

/** A user that may see but touch only what begins with `mine`. */
async function refusesForbidden(subject: Subject): Promise<void> {
  const username = plainName('limited');
  const queue = await declaredQueue(subject);
  await administer(subject, 'PUT', ['users', username], { password: 'limited', tags: 'management' });
  await administer(subject, 'PUT', ['permissions', '/', username], { configure: '^mine', write: '^mine', read: '^mine' });
  const limited = subject.connectorWith({ username, password: 'limited' });
  const declaration = {
    ...queue,
    name: plainName('theirs'),
    type: 'classic',
    isDurable: true,
    isAutoDelete: false,
    arguments: {},
  } as const;
  expect(await errorOf(limited.declareQueue(declaration))).toMatchObject({ code: 'forbidden' });
  expect(await errorOf(limited.purgeQueue(queue))).toMatchObject({ code: 'forbidden' });
  const page = { from: 0, limit: 1, order: 'oldest', bodyLimitBytes: 0 } as const;
  expect(await errorOf(limited.browse(queue, page))).toMatchObject({ code: 'forbidden' });
  expect(await limited.publish('/', [draft('amq.topic', 'x', 'x')])).toMatchObject([{ outcome: 'refused' }]);
  await limited.declareQueue({ ...declaration, name: plainName('mine') });
  await limited.close();
  await administer(subject, 'DELETE', ['users', username]);
}

import { describe, expect, it } from 'vitest';
import { COUNTS_SETTLE, declaredQueue, errorOf, hardName, plainName, type Subject } from './subject';

/** Setting, replacing and deleting policies and operator policies. */
export function policyCases(subject: () => Subject): void {
  describe('policies', () => {
    it.each(['user', 'operator'] as const)('of scope %s are set, replaced and deleted, and take effect on a queue', async (scope) => {
      const { connector } = subject();
      const queue = await declaredQueue(subject());
      const name = hardName('policy');
      const pattern = `^${queue.name.replace(/[^a-z0-9]/gi, '.')}$`;
      const policy = { virtualHost: '/', scope, name, pattern, applyTo: 'queues', priority: 1, definition: { 'max-length': 7 } } as const;
      await connector.setPolicy(policy);
      expect(await connector.listPolicies()).toContainEqual(policy);
      const changed = { ...policy, priority: 2, definition: { 'max-length': 1, 'message-ttl': 60_000 } };
      await connector.setPolicy(changed);
      expect(await connector.listPolicies()).toContainEqual(changed);
      const inForce = async () => {
        const { queues } = await connector.readSnapshot({ withTopology: true });
        return queues.find((one) => one.name === queue.name && one.virtualHost === '/')?.effectivePolicy;
      };
      await expect.poll(inForce, COUNTS_SETTLE).toEqual(changed.definition);
      await connector.deletePolicy(changed);
      expect((await connector.listPolicies()).map((one) => one.name)).not.toContain(name);
      expect(await errorOf(connector.deletePolicy(changed))).toMatchObject({ code: 'not-found' });
    });

    it('that can not be are invalid', async () => {
      const { connector } = subject();
      const policy = {
        virtualHost: '/',
        scope: 'user',
        pattern: '^a',
        applyTo: 'queues',
        priority: 1,
        definition: { 'max-length': 7 },
      } as const;
      expect(await errorOf(connector.setPolicy({ ...policy, name: '' }))).toMatchObject({ code: 'invalid' });
      const nonsense = { ...policy, name: plainName('policy'), definition: { 'max-length': 'many' } };
      expect(await errorOf(connector.setPolicy(nonsense))).toMatchObject({ code: 'invalid' });
      const elsewhere = { ...policy, name: plainName('policy'), virtualHost: plainName('nowhere') };
      expect(await errorOf(connector.setPolicy(elsewhere))).toMatchObject({ code: expect.stringMatching(/not-found|invalid/) });
    });
  });
}

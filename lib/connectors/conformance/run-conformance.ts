import { afterAll, beforeAll, describe } from 'vitest';
import type { Connector } from '../connector';
import { bindingCases } from './binding-cases';
import { browseCases } from './browse-cases';
import { capabilityCases } from './capability-cases';
import { policyCases } from './policy-cases';
import { publishCases } from './publish-cases';
import { reachingCases } from './reaching-cases';
import { routeCases } from './route-cases';
import { snapshotCases } from './snapshot-cases';
import type { BrokerAccess, Subject } from './subject';
import { takeCases } from './take-cases';
import { topologyCases } from './topology-cases';

/**
 * The one suite that every connector must pass, against a real broker. A new connector brings a spec that starts its
 * broker and calls this; what only some brokers can is asked of those that declare the capability.
 */
export function runConformance(
  name: string,
  setUp: {
    readonly start: () => Promise<{ readonly access: BrokerAccess; readonly stop: () => Promise<void> }>;
    readonly createConnector: (access: BrokerAccess) => Connector;
  },
): void {
  describe(`${name} conforms`, () => {
    let running: Subject | null = null;
    let stop: () => Promise<void> = async () => undefined;
    const subject = (): Subject => {
      if (running === null) throw new Error('The broker is not running yet.');
      return running;
    };
    beforeAll(async () => {
      const broker = await setUp.start();
      stop = broker.stop;
      const connector = setUp.createConnector(broker.access);
      const connectorWith = (other: Partial<BrokerAccess>): Connector => setUp.createConnector({ ...broker.access, ...other });
      running = { connector, access: broker.access, connectorWith };
      await connector.probe();
    });
    afterAll(async () => {
      await running?.connector.close();
      await stop();
    });
    for (const cases of [
      reachingCases,
      topologyCases,
      policyCases,
      bindingCases,
      publishCases,
      browseCases,
      takeCases,
      routeCases,
      snapshotCases,
      capabilityCases,
    ]) {
      cases(subject);
    }
  });
}

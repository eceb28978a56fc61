import { runConformance } from '@/lib/connectors/conformance/run-conformance';
import { createConnector } from '@/lib/connectors/registry';
import { startEmbeddedBroker } from '../support/broker';

runConformance('The embedded broker', {
  start: async () => {
    const broker = await startEmbeddedBroker();
    const { managementUrl, amqpUrl } = broker;
    return { access: { managementUrl, amqpUrl, username: 'guest', password: 'guest' }, stop: () => broker.stop() };
  },
  createConnector: (access) => createConnector('rabbitmq', access),
});

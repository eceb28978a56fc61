import { runConformance } from '@/lib/connectors/conformance/run-conformance';
import { createConnector } from '@/lib/connectors/registry';
import { startRabbitmq } from '../support/rabbitmq';

runConformance('RabbitMQ', {
  start: async () => {
    const { managementUrl, amqpUrl, stop } = await startRabbitmq({ statisticsIntervalMs: 1_000 });
    return { access: { managementUrl, amqpUrl, username: 'guest', password: 'guest' }, stop };
  },
  createConnector: (access) => createConnector('rabbitmq', access),
});

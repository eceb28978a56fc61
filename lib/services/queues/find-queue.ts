import type { QueueAddress } from '../../connectors/connector';
import type { Binding, Queue } from '../../model/resources';
import type { LiveBroker } from '../context';

/** The queue as last seen, with what it would take to make it again; null where the collector has not seen it. */
export function findQueue(broker: LiveBroker, address: QueueAddress): { queue: Queue; bindings: readonly Binding[] } | null {
  const { snapshot } = broker;
  const queue = snapshot?.queues.find((each) => each.name === address.name && each.virtualHost === address.virtualHost);
  if (!snapshot || !queue) return null;
  const bindings = snapshot.bindings.filter(
    (binding) => binding.destinationType === 'queue' && binding.destination === address.name && binding.virtualHost === address.virtualHost,
  );
  return { queue, bindings };
}

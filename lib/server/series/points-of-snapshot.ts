import type { StoredPoint } from '../../db/series-points';
import type { MessageRates, Overview, Queue } from '../../model/resources';

const ratesOf = (rates: MessageRates) => ({
  publish: rates.publish,
  deliver: rates.deliver,
  acknowledge: rates.acknowledge,
  redeliver: rates.redeliver,
  confirm: rates.confirm,
  unroutable: rates.unroutable,
});

export const pointOfOverview = (overview: Overview): StoredPoint => ({
  ready: overview.readyCount,
  unacknowledged: overview.unacknowledgedCount,
  consumers: overview.consumerCount,
  ...ratesOf(overview.rates),
});

export const pointOfQueue = (queue: Queue): StoredPoint => ({
  ready: queue.readyCount,
  unacknowledged: queue.unacknowledgedCount,
  consumers: queue.consumerCount,
  ...ratesOf(queue.rates),
});

/** Something waits or moves here. */
export const isActive = (queue: Queue): boolean =>
  (queue.totalCount ?? 0) > 0 || (queue.rates.publish ?? 0) > 0 || (queue.rates.deliver ?? 0) > 0;

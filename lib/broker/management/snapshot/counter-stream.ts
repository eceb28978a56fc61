import type { ServerResponse } from 'node:http';
import { mayMonitor } from '../../auth/user';
import type { Queue } from '../../queue/queue';
import { counterFields } from '../../stats/counter-fields';
import type { MessageCounters } from '../../stats/message-counters';
import { level, type Statistics } from '../../stats/statistics';
import type { VirtualHost } from '../../vhost/virtual-host';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import { HttpError } from '../http/http-error';
import { jsonList } from '../http/json-list';
import { writeInSlices } from '../http/write-in-slices';
import type { ManagedBroker } from '../managed-broker';
import { managementLimits } from '../management-limits';
import { type Rates, summedRates } from '../shapes/message-stats';
import { CounterHub } from './counter-hub';

const hubs = new WeakMap<ManagedBroker, CounterHub>();

function hubOf({ broker, statistics }: Call): CounterHub {
  const hub = hubs.get(broker) ?? new CounterHub(() => broker.virtualHosts.values(), statistics);
  hubs.set(broker, hub);
  return hub;
}

/** Server-sent events of what changed, once a second, until the reader leaves. See docs/MANAGEMENT_API.md. */
export function counterStream(call: Call): Answer {
  const hub = hubOf(call);
  if (hub.readerCount >= managementLimits.streamReadersMax)
    throw new HttpError(503, 'unavailable', 'too many readers of the counter stream');
  return { kind: 'stream', contentType: 'text/event-stream', write: (response) => stream(call, hub, response) };
}

/** Resolves when the reader has gone, rejects when an event could not be made. */
function stream(call: Call, hub: CounterHub, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    let isWriting = false;
    const send = async () => {
      // A reader that lags, or an event still under way: what changed stays in the backlog.
      if (isWriting || response.destroyed || response.writableNeedDrain) return;
      isWriting = true;
      const changed = [...backlog.changed];
      backlog.changed.clear();
      await writeInSlices(response, eventPieces(call, changed, backlog.removed.splice(0)));
      isWriting = false;
    };
    const backlog = hub.join(() => {
      if (call.broker.accounts.findUser(call.user.name) === null) response.end();
      else send().catch(reject);
    });
    const leave = () => {
      hub.leave(backlog);
      resolve();
    };
    response.on('close', leave);
    if (response.destroyed) leave();
    else send().catch(reject);
  });
}

function* eventPieces(call: Call, changed: readonly Queue[], removed: readonly Queue[]): Generator<string> {
  const virtualHosts = call.visibleVirtualHosts();
  const visible = new Set(virtualHosts.map(({ name }) => name));
  const isVisible = (queue: Queue) => visible.has(queue.identity.virtualHost);
  const gone = removed.filter(isVisible).map((queue) => [queue.identity.virtualHost, queue.name]);
  yield `event: counters\ndata: {"atMs":${Date.now()},"overview":${JSON.stringify(overview(call, virtualHosts))}`;
  yield* jsonList('removed', gone, (name) => JSON.stringify(name));
  const shown = changed.filter((queue) => isVisible(queue) && !queue.isDeleted);
  yield* jsonList('queues', shown, (queue) => JSON.stringify(row(queue, call.statistics)));
  yield '}\n\n';
}

const indexOf = Object.fromEntries(counterFields.map(([field], index) => [field, index])) as Record<keyof MessageCounters, number>;

function ratesOf(rates: Rates | undefined) {
  const rate = (...fields: (keyof MessageCounters)[]) =>
    Math.round(fields.reduce((sum, field) => sum + (rates?.rate(indexOf[field]) ?? 0), 0) * 100) / 100;
  return {
    publish: rate('publish'),
    deliver: rate('deliver', 'deliverNoAck', 'get', 'getNoAck'),
    redeliver: rate('redeliver'),
    acknowledge: rate('acknowledge'),
    confirm: rate('confirm'),
    unroutable: rate('returnUnroutable', 'dropUnroutable'),
  };
}

function row(queue: Queue, statistics: Statistics): object {
  const { publish, deliver, redeliver, acknowledge } = ratesOf(statistics.of(queue)?.window);
  return {
    vhost: queue.identity.virtualHost,
    name: queue.name,
    ready: queue.readyCount,
    unacknowledged: queue.unacknowledgedCount,
    consumers: queue.consumerCount,
    publish,
    deliver,
    redeliver,
    acknowledge,
  };
}

/** Of the whole broker for monitors, else of the virtual hosts that the user may enter. */
function overview({ statistics, user }: Call, virtualHosts: readonly VirtualHost[]): object {
  const windows = mayMonitor(user) ? [statistics.overview.window] : virtualHosts.flatMap((one) => statistics.of(one)?.window ?? []);
  const sum = (field: number) => windows.reduce((total, window) => total + window.latest(field), 0);
  return { ready: sum(level.ready), unacknowledged: sum(level.unacknowledged), ...ratesOf(summedRates(windows)) };
}

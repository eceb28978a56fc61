import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../e2e/support/poll';
import { RawConnection } from '../../e2e/support/raw-connection';
import { frameConstant, methodId } from '../../lib/amqp';
import type { BenchBroker } from './bench-broker';
import { percentile } from './percentile';
import { publishBytes } from './publish-bytes';
import { declareQueue, deleteQueue } from './queue-load';

export type Latency = { readonly p50: number; readonly p99: number };
export type SteadyLatency = { readonly delivery: Latency; readonly confirm: Latency };

const QUEUE = 'bench-steady';
const BODY_BYTES = 1_024;
const RATE_PER_SECOND = 2_000;
/** Left out: connections, compilers and caches warm up. */
const WARM_UP_COUNT = 1_000;
const SETTLE_MS_MAX = 30_000;
/** Publishing stops beyond, so that a broker that can't keep up is an error and not an endless queue. */
const UNCONFIRMED_MAX = 20_000;

/**
 * Persistent messages of 1 KB at 2,000 a second, whether or not the broker keeps up, each confirmed and each acknowledged.
 * Latencies in ms, from the write of the publish: of delivery to a consumer with prefetch 200, and of the confirm.
 */
export async function measureSteadyRate({ host, port }: Pick<BenchBroker, 'host' | 'port'>, seconds: number): Promise<SteadyLatency> {
  const publisher = await RawConnection.open(host, port);
  const consumer = await RawConnection.open(host, port);
  await declareQueue(publisher, QUEUE, true);
  await publisher.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
  const count = WARM_UP_COUNT + Math.max(100, Math.round(seconds * RATE_PER_SECOND));
  const deliveries = await watchDeliveries(consumer);
  const { confirms, sentAtMs } = watchConfirms(publisher);
  await publishSteadily(publisher, sentAtMs, confirms, count);
  const isSettled = (): boolean => deliveries.length >= count && confirms.size >= count;
  await until('every message to be confirmed and delivered', isSettled, SETTLE_MS_MAX);
  await deleteQueue(publisher, QUEUE);
  publisher.close();
  consumer.close();
  const confirmed = [...confirms].filter(([tag]) => tag > WARM_UP_COUNT).map(([, ms]) => ms);
  return { delivery: latencyOf(deliveries.slice(WARM_UP_COUNT)), confirm: latencyOf(confirmed) };
}

const latencyOf = (samples: readonly number[]): Latency => ({ p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) });

/** The moment of the write is in the first eight octets of each body, so delivery needs no bookkeeping. */
async function watchDeliveries(raw: RawConnection): Promise<readonly number[]> {
  const latencies: number[] = [];
  raw.tap = (type, buffer, start) => {
    if (type === frameConstant.header) return true;
    if (type === frameConstant.body) {
      latencies.push(performance.now() - buffer.readDoubleBE(start));
      raw.send(1, { name: 'basic.ack', deliveryTag: latencies.length, multiple: false });
      return true;
    }
    return buffer.readUInt32BE(start) === methodId['basic.deliver'];
  };
  await raw.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 200, global: false }, 'basic.qos-ok');
  const consume = { queue: QUEUE, consumerTag: '', noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] };
  await raw.call({ name: 'basic.consume', ...consume }, 'basic.consume-ok');
  return latencies;
}

type Confirms = ReadonlyMap<number, number>;

/** Latency by delivery tag. A multiple confirm covers every tag up to its own; single ones may come in any order. */
function watchConfirms(raw: RawConnection): { confirms: Confirms; sentAtMs: number[] } {
  const confirms = new Map<number, number>();
  const sentAtMs: number[] = [Number.NaN]; // tags begin at 1
  let firstOpen = 1;
  raw.tap = (type, buffer, start) => {
    if (type !== frameConstant.method || buffer.readUInt32BE(start) !== methodId['basic.ack']) return false;
    const tag = Number(buffer.readBigUInt64BE(start + 4));
    const isMultiple = buffer[start + 12] === 1;
    const nowMs = performance.now();
    for (let each = isMultiple ? firstOpen : tag; each <= tag; each++)
      if (!confirms.has(each)) confirms.set(each, nowMs - (sentAtMs[each] ?? Number.NaN));
    while (confirms.has(firstOpen)) firstOpen++;
    return true;
  };
  return { confirms, sentAtMs };
}

/** A timer of 1 ms sends what is due by the clock, so that a late timer does not lower the rate. */
async function publishSteadily(raw: RawConnection, sentAtMs: number[], confirms: Confirms, count: number): Promise<void> {
  const template = publishBytes('', [QUEUE], BODY_BYTES, true, 1);
  const bodyAt = template.length - 1 - BODY_BYTES; // the frame's end octet follows the body
  const startedAtMs = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAtMs) / 1_000) * RATE_PER_SECOND));
    for (; sent < due; sent++) {
      const publish = Buffer.from(template);
      const nowMs = performance.now();
      publish.writeDoubleBE(nowMs, bodyAt);
      sentAtMs.push(nowMs);
      raw.socket.write(publish);
    }
    if (sent - confirms.size > UNCONFIRMED_MAX) throw new Error(`The broker is ${sent - confirms.size} confirms behind.`);
    await sleep(1);
  }
}

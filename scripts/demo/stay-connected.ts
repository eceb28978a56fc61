import { setTimeout as delay } from 'node:timers/promises';
import { type ChannelModel, connect } from 'amqplib';
import type { ShopStatistics } from './shop-statistics';

const RECONNECT_DELAY_MS = 1_000;
const HEARTBEAT_SECONDS = 15;

/** How a service of the shop is reached and stopped; the same for all of them. */
export type ShopRuntime = { readonly url: string; readonly signal: AbortSignal; readonly statistics: ShopStatistics };

export const connectAs = (url: string, serviceName: string): Promise<ChannelModel> => {
  const separator = url.includes('?') ? '&' : '?';
  const properties = { connection_name: serviceName, product: 'Warren demo' };
  return connect(`${url}${separator}heartbeat=${HEARTBEAT_SECONDS}`, { clientProperties: properties, noDelay: true, timeout: 5_000 });
};

/**
 * Runs one service until the demo stops: connects, lets `serve` set up its channels, and begins again whenever the
 * connection ends, as a supervised service does. `serve` may return a function that is called before a clean stop.
 */
export async function stayConnected(
  runtime: ShopRuntime,
  serviceName: string,
  serve: (connection: ChannelModel, ended: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!runtime.signal.aborted) {
    try {
      await serveOnce(runtime, serviceName, serve);
    } catch {
      // The broker is away, or refused something: tried again below, and the line of statistics shows it.
    }
    if (runtime.signal.aborted) return;
    runtime.statistics.reconnects += 1;
    await delay(RECONNECT_DELAY_MS, undefined, { signal: runtime.signal }).catch(() => undefined);
  }
}

async function serveOnce(runtime: ShopRuntime, serviceName: string, serve: Parameters<typeof stayConnected>[2]): Promise<void> {
  const connection = await connectAs(runtime.url, serviceName);
  const ended = new AbortController();
  const closed = new Promise<void>((resolve) => {
    connection.on('error', () => undefined); // 'close' follows
    connection.once('close', () => {
      ended.abort();
      resolve();
    });
  });
  const stop = (): void => void connection.close().catch(() => undefined);
  runtime.signal.addEventListener('abort', stop, { once: true });
  try {
    await serve(connection, ended.signal);
    await closed;
  } finally {
    runtime.signal.removeEventListener('abort', stop);
    stop();
  }
}

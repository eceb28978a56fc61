import { setTimeout as delay } from 'node:timers/promises';
import { printableUrl, readDemoOptions, usage } from './demo/demo-options';
import { runConsumers } from './demo/shop-consumers';
import { runProducer } from './demo/shop-producer';
import { ShopStatistics } from './demo/shop-statistics';
import { declareShop } from './demo/shop-topology';
import { connectAs } from './demo/stay-connected';

const STATISTICS_EVERY_MS = 5_000;
/** Time for connections to close politely before the program ends anyway. */
const STOP_GRACE_MS = 3_000;

/** Real AMQP traffic of a small web shop, see demo/shop-topology.ts. Runs until Ctrl-C, --seconds, or SIGTERM. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    console.log(usage);
    return;
  }
  await prepare(options.url);
  console.log(`The shop is open on ${printableUrl(options.url)}. Ctrl-C closes it.`);

  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  if (options.seconds !== null) setTimeout(() => stopping.abort(), options.seconds * 1000).unref();
  const statistics = new ShopStatistics();
  const runtime = { url: options.url, signal: stopping.signal, statistics };
  const ticker = setInterval(() => console.log(statistics.line()), STATISTICS_EVERY_MS);
  const services = Promise.all([runProducer(runtime, options.ordersPerSecond), runConsumers(runtime, options.ordersPerSecond)]);

  await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(ticker);
  await Promise.race([services, delay(STOP_GRACE_MS, undefined, { ref: false })]);
  console.log(statistics.line());
  console.log('The shop is closed. Its queues and what is in them stay.');
}

/** Declares the topology once, before any service starts; here a broker that is not there is an error. */
async function prepare(url: string): Promise<void> {
  const connection = await connectAs(url, 'shop-setup').catch((error: unknown) => {
    throw new Error(`No broker answers on ${printableUrl(url)} (${reasonOf(error)}). Start Warren with npm start, or give another --url.`);
  });
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await declareShop(channel);
  } catch (error) {
    throw new Error(
      `The shop's exchanges and queues could not be declared (${reasonOf(error)}). Delete what stands in the way, or use another virtual host.`,
    );
  } finally {
    await connection.close().catch(() => undefined);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});

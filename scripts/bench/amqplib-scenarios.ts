import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect } from 'amqplib';
import type { AmqplibResult, AmqplibTask } from './amqplib-load';

export type AmqplibScenario = { readonly name: string } & Pick<
  AmqplibTask,
  'bodySizeBytes' | 'isPersistent' | 'confirmWindow' | 'prefetch'
>;

export const amqplibScenarios: readonly AmqplibScenario[] = [
  { name: 'amqplib, transient, auto-ack, 16 B', bodySizeBytes: 16, isPersistent: false, confirmWindow: 0, prefetch: 0 },
  { name: 'amqplib, transient, auto-ack, 1 KB', bodySizeBytes: 1_024, isPersistent: false, confirmWindow: 0, prefetch: 0 },
  {
    name: 'amqplib, persistent + confirm, manual ack, 1 KB',
    bodySizeBytes: 1_024,
    isPersistent: true,
    confirmWindow: 500,
    prefetch: 2_000,
  },
];

const loadProcess = fileURLToPath(new URL('amqplib-load.ts', import.meta.url));
const queue = 'bench-amqplib';
const durationMs = 3_000;
/** Messages consumed a second, from the first publish to the last delivery, publisher and consumer in processes of their own. */
export async function measureAmqplib(url: string, scenario: AmqplibScenario): Promise<number> {
  const control = await connect(url);
  const channel = await control.createChannel();
  await channel.deleteQueue(queue);
  await channel.assertQueue(queue, { durable: scenario.isPersistent });
  const task = (role: AmqplibTask['role']): AmqplibTask => ({ ...scenario, role, url, queue, durationMs });
  const consumer = fork(loadProcess, { execArgv: ['--import', 'tsx'] });
  consumer.send(task('consume'));
  await once(consumer, 'message');
  const consumed = resultOf(consumer);
  const publisher = fork(loadProcess, { execArgv: ['--import', 'tsx'] });
  const published = resultOf(publisher);
  publisher.send(task('publish'));
  const { startedAt, count: expected } = await published;
  consumer.send({ expected });
  const { endedAt } = await consumed;
  await channel.deleteQueue(queue);
  await control.close();
  return (expected / (endedAt - startedAt)) * 1_000;
}

async function resultOf(process: ChildProcess): Promise<AmqplibResult> {
  const [result] = (await once(process, 'message')) as [AmqplibResult];
  return result;
}

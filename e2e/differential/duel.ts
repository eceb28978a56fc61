import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '@/lib/base/seeded-random';
import { comparable } from './known-differences';
import { createVirtualHost, deleteVirtualHost, type Managed, overview } from './managed';
import type { Topic } from './operation';
import { Player } from './player';

/** What is under way on one side arrives within this time, or is a difference. RabbitMQ tells readers of a stream every 5 s. */
const AGREEMENT_TIMEOUT_MS = 20_000;
/** RabbitMQ's HTTP API shows what its processes reported last, a second or more ago. */
const OVERVIEW_TIMEOUT_MS = 20_000;
const LOOK_AGAIN_MS = 15;
const HISTORY_SHOWN = 8;

export type Side = { readonly amqpUrl: string; readonly managementUrl: string };
type Pair<T> = readonly [ours: T, theirs: T];

/**
 * Plays one topic to both brokers in step, each in a virtual host of its own. After each operation both are looked at until they show the
 * same: messages travel through RabbitMQ's processes in their own time, so only what stays different is a difference.
 * @returns the first difference with what led to it, or '' (what follows a difference means nothing)
 */
export async function duel(sides: Pair<Side>, topic: Topic, seed: number): Promise<string> {
  const managed = sides.map(({ managementUrl }) => ({
    managementUrl,
    virtualHost: `seed-${topic.name}-${seed}`,
  })) as unknown as Pair<Managed>;
  await both(managed, createVirtualHost);
  const players = sides.map(
    (side, index) => new Player(`${side.amqpUrl}/${managed[index]?.virtualHost}`, managed[index] as Managed, topic.queues),
  ) as unknown as Pair<Player>;
  try {
    return await playAll(players, managed, topic, seed);
  } finally {
    await both(players, (player) => player.close());
    await both(managed, deleteVirtualHost);
  }
}

async function playAll(players: Pair<Player>, managed: Pair<Managed>, topic: Topic, seed: number): Promise<string> {
  const history: string[] = [];
  for (const operation of topic.operations(new SeededRandom(seed))) {
    history.push(`${history.length} ${JSON.stringify(operation)}`);
    const answers = await both(players, (player) => player.play(operation));
    history.push(`   ${answers[0]}`);
    const difference =
      differenceOf([[answers[0]], [answers[1]]]) || (await agree(() => both(players, (player) => player.look()), AGREEMENT_TIMEOUT_MS));
    if (difference !== '') return [...history.slice(-2 * HISTORY_SHOWN), difference].join('\n');
  }
  return topic.unlisted === undefined ? agree(() => both(managed, overview), OVERVIEW_TIMEOUT_MS) : '';
}

async function agree(look: () => Promise<Pair<string[]>>, timeoutMs: number): Promise<string> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const difference = differenceOf(await look());
    if (difference === '' || Date.now() > deadlineMs) return difference;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The lines that only one side has. */
function differenceOf([ours, theirs]: Pair<readonly string[]>): string {
  const [our, their] = [ours.map(comparable), theirs.map(comparable)];
  if (our.join('\n') === their.join('\n')) return '';
  const [ourSet, theirSet] = [new Set(our), new Set(their)];
  const shown = [
    ...our.filter((line) => !theirSet.has(line)).map((line) => `Warren:   ${line}`),
    ...their.filter((line) => !ourSet.has(line)).map((line) => `RabbitMQ: ${line}`),
  ];
  return shown.length > 0 ? shown.join('\n') : `the same lines in another order: ${our.join(', ')}`;
}

async function both<T, R>([ours, theirs]: Pair<T>, act: (side: T) => Promise<R>): Promise<Pair<R>> {
  return Promise.all([act(ours), act(theirs)]);
}

import type { Scenario } from './throughput';

const QUEUE = 'bench';
const base = { exchange: '', routingKeys: [QUEUE], queues: [QUEUE], copies: 1, durationMs: 2_500, acknowledgeEvery: 50 } as const;

const declareQueue =
  (durable: boolean): Scenario['setUp'] =>
  async (call) => {
    const declaration = { queue: QUEUE, passive: false, durable, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
    await call({ name: 'queue.declare', ...declaration }, 'queue.declare-ok');
  };

const transient = { ...base, isPersistent: false, confirmWindow: 0, setUp: declareQueue(false) } as const;

/** The rows of docs/PERFORMANCE: a, b, c by body size. */
export function directScenarios(bodySizeBytes: number): Scenario[] {
  return [
    { ...transient, name: `a transient, auto-ack, ${bodySizeBytes} B`, bodySizeBytes, prefetch: 0 },
    { ...transient, name: `b transient, prefetch 200, ${bodySizeBytes} B`, bodySizeBytes, prefetch: 200 },
    {
      ...base,
      name: `c persistent, 500 confirms in flight, ${bodySizeBytes} B`,
      bodySizeBytes,
      isPersistent: true,
      confirmWindow: 500,
      prefetch: 2_000,
      setUp: declareQueue(true),
    },
  ];
}

const FANOUT_QUEUES = Array.from({ length: 10 }, (_, index) => `bench-${index}`);

export function fanoutScenario(bodySizeBytes: number): Scenario {
  return {
    ...transient,
    name: `e fanout to 10, ${bodySizeBytes} B`,
    bodySizeBytes,
    prefetch: 0,
    exchange: 'bench-fanout',
    routingKeys: [''],
    queues: FANOUT_QUEUES,
    copies: FANOUT_QUEUES.length,
    setUp: async (call) => {
      await declareExchange(call, 'bench-fanout', 'fanout');
      for (const queue of FANOUT_QUEUES) await declareBound(call, queue, 'bench-fanout', ['']);
    },
  };
}

/** 1,000 bindings `dev.*.N.#` over ten queues; each message matches one. */
export function topicScenario(distinctKeyCount: number): Scenario {
  return {
    ...transient,
    name: `f topic, 1,000 bindings, ${distinctKeyCount} keys, 16 B`,
    bodySizeBytes: 16,
    prefetch: 0,
    exchange: 'bench-topic',
    routingKeys: Array.from({ length: distinctKeyCount }, (_, index) => `dev.d${index}.${index % 1_000}.temperature`),
    queues: FANOUT_QUEUES,
    setUp: async (call) => {
      await declareExchange(call, 'bench-topic', 'topic');
      for (const [index, queue] of FANOUT_QUEUES.entries()) {
        const keys = Array.from({ length: 100 }, (_, step) => `dev.*.${step * 10 + index}.#`);
        await declareBound(call, queue, 'bench-topic', keys);
      }
    },
  };
}

type Call = Parameters<Scenario['setUp']>[0];

async function declareExchange(call: Call, exchange: string, type: string): Promise<void> {
  const declaration = { exchange, type, passive: false, durable: false, autoDelete: true, internal: false, noWait: false, arguments: [] };
  await call({ name: 'exchange.declare', ...declaration }, 'exchange.declare-ok');
}

async function declareBound(call: Call, queue: string, exchange: string, keys: readonly string[]): Promise<void> {
  const declaration = { queue, passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
  await call({ name: 'queue.declare', ...declaration }, 'queue.declare-ok');
  for (const routingKey of keys)
    await call({ name: 'queue.bind', queue, exchange, routingKey, noWait: false, arguments: [] }, 'queue.bind-ok');
}

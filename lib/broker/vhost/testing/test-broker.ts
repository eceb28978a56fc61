import { bodyOf } from '../../../amqp';
import { systemClock } from '../../../base/clock';
import type { TypedTable } from '../../../model/field-table';
import type { MessageProperties } from '../../../model/message';
import { createMessage } from '../../create-message';
import type { ConsumerPort } from '../../ports';
import { type PagingLimits, pagingLimits } from '../../queue/paging-limits';
import { ReplayTraces } from '../../queue/replay-trace';
import { WorkingSet } from '../../queue/working-set';
import type { QueueEntry } from '../../queue-entry';
import { ChurnCounters } from '../../stats/churn-counters';
import { MemoryDefinitionStore } from '../../store/memory-definition-store';
import { MemoryMessageStore } from '../../store/memory-message-store';
import type { ExchangeDeclaration, QueueDeclaration } from '../declarations';
import { ResourceRoom } from '../resource-room';
import type { VirtualHost } from '../virtual-host';
import { VirtualHosts } from '../virtual-hosts';

const WORKING_SET_BYTES = 64 * 1_048_576;

/** Every page turn within a few messages. */
const tinyPaging: PagingLimits = {
  headEntriesMax: 3,
  headBytesMax: 400,
  pageEntriesMax: 4,
  pageContentBytes: 900,
  slabBytesMin: 100,
  sharedContentBytesMax: 400,
  readAheadEntriesMax: 2,
  readAheadBytesMax: 300,
};

/** A consumer that notes what it gets. */
export class TestConsumer implements ConsumerPort {
  readonly entries: QueueEntry[] = [];
  /** How many more it takes. */
  room = Number.POSITIVE_INFINITY;
  wasCancelled = false;

  constructor(
    readonly tag = 'test',
    readonly noAck = false,
    readonly priority = 0,
    readonly isExclusive = false,
  ) {}

  canTake(): boolean {
    return this.room > 0;
  }

  deliver(entry: QueueEntry): void {
    this.room -= 1;
    this.entries.push(entry);
  }

  cancelledByBroker(): void {
    this.wasCancelled = true;
  }

  bodies(): string[] {
    return this.entries.map((entry) => bodyOf(entry.message).toString());
  }

  declaration(name: string, queueArguments: TypedTable = []): QueueDeclaration {
    return { name, passive: false, durable: true, exclusive: false, autoDelete: false, arguments: queueArguments, owner: null };
  }

  exchange(name: string): ExchangeDeclaration {
    return { name, type: 'direct', passive: false, durable: true, autoDelete: false, internal: false, arguments: [] };
  }
}

export type TestBroker = {
  readonly virtualHost: VirtualHost;
  readonly replays: ReplayTraces;
  readonly store: MemoryMessageStore;
  readonly consumer: TestConsumer;
  publish(exchange: string, routingKey: string, body: string, properties?: MessageProperties): number;
  /** The same stores in a new process. */
  restart(): Promise<TestBroker>;
};

/** One virtual host over the memory twins of the stores. */
export function testBroker(
  options: { workingSetBytes?: number; hasTinyPages?: boolean } = {},
  store = new MemoryMessageStore(),
  definitions = new MemoryDefinitionStore(),
): TestBroker {
  const workingSet = new WorkingSet(options.workingSetBytes ?? WORKING_SET_BYTES, null, options.hasTinyPages ? tinyPaging : pagingLimits);
  const replays = new ReplayTraces(() => Date.now());
  const virtualHosts = new VirtualHosts({
    store,
    definitions,
    clock: systemClock,
    workingSet,
    replays,
    churn: new ChurnCounters(),
    room: new ResourceRoom(definitions),
  });
  virtualHosts.recover();
  const virtualHost = virtualHosts.create('/');
  return {
    virtualHost,
    replays,
    store,
    consumer: new TestConsumer(),
    publish: (exchange, routingKey, body, properties = {}) =>
      virtualHost.publishTo(virtualHost.getExchange(exchange), createMessage(exchange, routingKey, properties, Buffer.from(body))),
    restart: async () => {
      virtualHosts.stop();
      await store.close();
      return testBroker(options, store, definitions);
    },
  };
}

import { expect, it } from 'vitest';
import { SeededRandom } from '../../base/seeded-random';
import { DurableMessageStore } from '../store/durable-message-store';
import { compareMessage } from './simulated-message';
import { SimulatedScheduler } from './simulated-scheduler';
import { StoreSimulation } from './store-simulation';

/** Bytes change on the platter, anywhere. Much may be lost then; but nothing false may be served, and the store must start. */
it.each(Array.from({ length: 40 }, (_, index) => index + 1))('serves nothing false from a disk that rots (seed %i)', (seed) => {
  const simulation = new StoreSimulation({ seed, operationCount: 150, cutAtCompletion: Number.POSITIVE_INFINITY });
  const disk = simulation.runUntilCut();
  const random = new SeededRandom(seed + 1_000);
  const rottenCount = 1 + random.below(8);
  for (let count = 0; count < rottenCount; count++) {
    const bytes = disk.bytesOf(random.pick(disk.list()));
    if (bytes.length === 0) continue;
    const at = random.below(random.chance(0.5) ? bytes.length : Math.min(bytes.length, 3_000));
    bytes[at] = (bytes[at]! + 1 + random.below(255)) & 0xff;
  }
  const options = { segmentSizeBytes: 16_384, diskFreeBytesMin: 0 };
  const around = { disk, scheduler: new SimulatedScheduler(), random: () => random.word(), options, onReport: () => undefined };
  const store = new DurableMessageStore(around);
  for (const [queueId, queue] of store.recover().queues) {
    for (let row = 0; row < queue.count; row++) {
      const content = simulation.everStored.get(`${queueId}/${queue.sequence[row]}`);
      expect(content, `message ${queue.sequence[row]} of queue ${queueId}`).toBeDefined();
      const message = store.load(queueId, { segment: queue.segment[row]!, slot: queue.slot[row]! });
      if (message !== null) expect(compareMessage(message, content!)).toBeNull();
    }
  }
});

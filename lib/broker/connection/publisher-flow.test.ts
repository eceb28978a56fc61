// Goal: publishers wait while the store has too much unsynced, go on below the lower mark, and are blocked during alarms.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryMessageStore } from '../store/memory-message-store';
import { flowLimits } from './flow-limits';
import { type FlowControlled, PublisherFlow } from './publisher-flow';

class Publisher implements FlowControlled {
  isPublisher = true;
  readonly heard: string[] = [];
  holdForFlow = (): void => void this.heard.push('hold');
  releaseFromFlow = (): void => void this.heard.push('release');
  block = (reason: string): void => void this.heard.push(`block: ${reason}`);
  unblock = (): void => void this.heard.push('unblock');
}

let store: MemoryMessageStore;
let publisher: Publisher;
let flow: PublisherFlow;
beforeEach(() => {
  vi.useFakeTimers();
  store = new MemoryMessageStore();
  publisher = new Publisher();
  flow = new PublisherFlow(store, () => [publisher]);
});
afterEach(() => vi.useRealTimers());

describe('flow control', () => {
  it('holds those who publish above the high mark and lets them go below the low one, though nothing more is stored', () => {
    store.backlogBytes = flowLimits.storeBacklogHighBytes;
    flow.afterPublish(publisher);
    store.backlogBytes = flowLimits.storeBacklogLowBytes + 1;
    vi.advanceTimersByTime(1_000);
    expect(publisher.heard).toEqual(['hold']);
    store.backlogBytes = flowLimits.storeBacklogLowBytes;
    vi.advanceTimersByTime(flowLimits.storeCheckMs);
    expect(publisher.heard).toEqual(['hold', 'release']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves alone who publishes below it', () => {
    store.backlogBytes = flowLimits.storeBacklogHighBytes - 1;
    flow.afterPublish(publisher);
    expect(publisher.heard).toEqual([]);
  });

  it('blocks publishers until the last alarm is over', () => {
    flow.setAlarm('memory', 'low on memory');
    flow.setAlarm('disk', 'low on disk');
    flow.setAlarm('memory', null);
    expect(publisher.heard).toEqual(['block: low on memory']);
    flow.setAlarm('disk', null);
    expect(publisher.heard).toEqual(['block: low on memory', 'unblock']);
  });

  it('blocks others at their first publish', () => {
    publisher.isPublisher = false;
    flow.setAlarm('memory', 'low on memory');
    expect(publisher.heard).toEqual([]);
    flow.afterPublish(publisher);
    expect(publisher.heard).toEqual(['block: low on memory']);
  });

  it('forgets who is gone', () => {
    store.backlogBytes = flowLimits.storeBacklogHighBytes;
    flow.afterPublish(publisher);
    flow.forget(publisher);
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { propertiesOf } from '../../amqp';
import type { ReplayState, ReplayTrace } from '../../model/message';
import type { Message } from '../message';

export const replayTraceLimits = {
  /** Fates remembered, one a replay and queue; the oldest go first. */
  tracesMax: 100_000,
} as const;

/** What queues tell about messages that carry messageFlags.isReplay. */
export interface ReplayRecorder {
  record(virtualHost: string, queue: string, message: Message, state: Exclude<ReplayState, 'unknown'>): void;
}

const HEADER = 'x-replay-id';

/** The last known fate of each replayed message in each queue that it reached, by its x-replay-id. */
export class ReplayTraces implements ReplayRecorder {
  /** replay id -> virtual host and queue -> fate; insertion order is age. */
  private readonly byId = new Map<string, Map<string, ReplayTrace>>();
  private count = 0;

  constructor(private readonly nowMs: () => number) {}

  record(virtualHost: string, queue: string, message: Message, state: Exclude<ReplayState, 'unknown'>): void {
    const replayId = replayIdOf(message);
    if (replayId === null) return;
    const fates = this.byId.get(replayId) ?? new Map<string, ReplayTrace>();
    const key = JSON.stringify([virtualHost, queue]);
    if (!fates.has(key)) this.count += 1;
    fates.set(key, { replayId, virtualHost, queue, state, atMs: this.nowMs() });
    this.byId.set(replayId, fates);
    this.forgetOldest();
  }

  find(replayId: string): readonly ReplayTrace[] {
    return [...(this.byId.get(replayId)?.values() ?? [])];
  }

  private forgetOldest(): void {
    for (const [replayId, fates] of this.byId) {
      if (this.count <= replayTraceLimits.tracesMax) return;
      this.byId.delete(replayId);
      this.count -= fates.size;
    }
  }
}

function replayIdOf(message: Message): string | null {
  const field = propertiesOf(message).headers?.find((candidate) => candidate.key === HEADER);
  return field?.value.type === 'string' ? field.value.value : null;
}

import { readDeaths } from './deaths';
import type { BrowsedMessage } from './message';

/** Why and where the looked-at messages died last, most frequent first. */
export type DeathReasonCount = { readonly reason: string; readonly queue: string; readonly count: number };

export function countDeathReasons(messages: readonly BrowsedMessage[]): readonly DeathReasonCount[] {
  const counts = new Map<string, DeathReasonCount>();
  for (const message of messages) {
    const death = readDeaths(message.properties.headers)[0];
    if (death === undefined) continue;
    const key = JSON.stringify([death.reason, death.queue]);
    counts.set(key, { reason: death.reason, queue: death.queue, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

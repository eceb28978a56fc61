import type { SeededRandom } from '../../base/seeded-random';
import { Message, messageFlags } from '../message';

/** Sizes as they come: mostly small, sometimes several blocks, sometimes larger than a segment of the simulation. */
const sizesBytes = [0, 1, 8, 47, 48, 49, 100, 100, 100, 1_000, 4_096, 17_000, 40_000];
const names = ['', 'orders', 'a'.repeat(255), 'zahlungen.größe.✓', 'x'.repeat(60)];

export type SimulatedContent = {
  readonly id: number;
  readonly sizeBytes: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly priority: number;
  readonly expirationMs: number;
};

export function drawContent(id: number, random: SeededRandom): SimulatedContent {
  return {
    id,
    sizeBytes: random.pick(sizesBytes),
    exchange: random.pick(names),
    routingKey: random.pick(names),
    priority: random.below(256),
    expirationMs: random.pick([-1, 0, 60_000, 2 ** 32 - 1]),
  };
}

/** Every byte depends on the id and its place, so nothing else can pass for it. */
const byteAt = (id: number, index: number): number => (id * 31 + index * 7 + (index >>> 8)) & 0xff;

export function buildMessage(content: SimulatedContent): Message {
  const bytes = Buffer.alloc(content.sizeBytes + 3);
  for (let index = 0; index < content.sizeBytes; index++) bytes[index + 3] = byteAt(content.id, index);
  const { exchange, routingKey, sizeBytes, priority, expirationMs } = content;
  return new Message(exchange, routingKey, bytes, 3, bytes.length, content.id, sizeBytes, messageFlags.persistent, priority, expirationMs);
}

/** What is wrong with it, or null. */
export function compareMessage(message: Message, content: SimulatedContent): string | null {
  if (message.exchange !== content.exchange || message.routingKey !== content.routingKey) return 'names differ';
  if (message.bodySizeBytes !== content.id || message.frameSizeBytesMax !== content.sizeBytes) return 'sizes differ';
  if (message.priority !== content.priority || message.expirationMs !== content.expirationMs) return 'properties differ';
  if (message.flags !== messageFlags.persistent) return 'flags differ';
  if (message.end - message.start !== content.sizeBytes) return 'the length differs';
  for (let index = 0; index < content.sizeBytes; index++) {
    if (message.buffer[message.start + index] !== byteAt(content.id, index)) return `byte ${index} differs`;
  }
  return null;
}

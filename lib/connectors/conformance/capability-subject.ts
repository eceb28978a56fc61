import { expect } from 'vitest';
import type { Capability } from '../capabilities';
import type { QueueAddress } from '../connector';
import { declaredQueue, drain, errorOf, fill, type Subject, textOf } from './subject';

export const sixTexts = ['a', 'b', 'c', 'd', 'e', 'f'];
export const wholePage = { from: 0, limit: 50, order: 'oldest', bodyLimitBytes: 1_000 } as const;

export async function filledWithSix(subject: Subject): Promise<QueueAddress> {
  const queue = await declaredQueue(subject);
  await fill(subject, queue, sixTexts);
  return queue;
}

export async function idsOf(subject: Subject, queue: QueueAddress, wanted: readonly string[]): Promise<readonly string[]> {
  const { messages } = await subject.connector.browse(queue, wholePage);
  return messages.filter((message) => wanted.includes(textOf(message))).map((message) => message.id ?? '');
}

export const bodiesLeft = async (subject: Subject, queue: QueueAddress): Promise<readonly string[]> =>
  (await drain(subject, queue)).map((delivery) => delivery.content.body.toString());

/** Runs the case where the broker declares the capability, and checks the refusal where it doesn't. */
export async function whereCapable(
  subject: Subject,
  capability: Capability,
  capable: () => Promise<void>,
  refused: () => Promise<unknown>,
): Promise<void> {
  if (subject.connector.capabilities.has(capability)) await capable();
  else expect(await errorOf(refused())).toMatchObject({ name: 'ConnectorError', code: 'not-supported' });
}

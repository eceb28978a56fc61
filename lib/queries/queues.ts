'use client';

import type { PlainTable } from '../model/field-table';
import type { Queue, QueueType } from '../model/resources';
import { request } from './client';

type Address = Pick<Queue, 'virtualHost' | 'name'>;
export type QueueInput = Address & {
  readonly type: QueueType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly arguments: PlainTable;
};

/** The live list tells that it is there; nothing is invalidated here. */
export const createQueue = (broker: string, queue: QueueInput): Promise<void> =>
  request(['brokers', broker, 'queues'], { method: 'POST', body: queue });

/** `ifEmpty` and `ifUnused` make the broker refuse when messages or consumers came in the meantime. */
export const deleteQueue = (broker: string, queue: Address, conditions: { ifEmpty: boolean; ifUnused: boolean }): Promise<void> =>
  request(['brokers', broker, 'queues', queue.virtualHost, queue.name], { method: 'DELETE', query: conditions });

export const purgeQueue = (broker: string, queue: Address): Promise<void> =>
  request(['brokers', broker, 'queues', queue.virtualHost, queue.name, 'contents'], { method: 'DELETE' });

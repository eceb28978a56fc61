'use client';

import type { PlainTable } from '../model/field-table';
import type { Exchange } from '../model/resources';
import { request } from './client';

type Address = Pick<Exchange, 'virtualHost' | 'name'>;
export type ExchangeInput = Address & {
  readonly type: string;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isInternal: boolean;
  readonly arguments: PlainTable;
};

export const createExchange = (broker: string, exchange: ExchangeInput): Promise<void> =>
  request(['brokers', broker, 'exchanges'], { method: 'POST', body: exchange });

export const deleteExchange = (broker: string, exchange: Address, conditions: { ifUnused: boolean }): Promise<void> =>
  request(['brokers', broker, 'exchanges', exchange.virtualHost, exchange.name], { method: 'DELETE', query: conditions });

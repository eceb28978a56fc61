'use client';

import { request } from './client';

/** The reason is told to the client (connection.close, reply text). */
export const closeConnection = (broker: string, name: string, reason: string): Promise<void> =>
  request(['brokers', broker, 'connections', name], { method: 'DELETE', body: { reason } });

import { pathToFileURL } from 'node:url';
import { type Client, type Config, createClient, type Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';

const busyTimeoutMs = 5_000;

/** `file:` address of a database file, right for paths with spaces and percent signs. */
export const databaseUrl = (path: string): string => pathToFileURL(path).href;

/**
 * Prisma's libsql adapter on exactly one SQLite connection.
 *
 * libsql's client opens a new connection after each transaction, which forgets the PRAGMAs of the first and lets two
 * connections of one thread wait for each other (its calls are synchronous: the waiting one keeps the other from
 * committing). The adapter already runs one statement or transaction at a time, so one connection is enough.
 */
export class SingleConnection extends PrismaLibSql {
  constructor(path: string) {
    super({ url: databaseUrl(path), timeout: busyTimeoutMs }, { timestampFormat: 'iso8601' });
  }

  override createClient(config: Config): Client {
    const client = createClient(config);
    client.transaction = () => beginOn(client);
    return client;
  }
}

async function beginOn(client: Client): Promise<Transaction> {
  await client.execute('BEGIN IMMEDIATE');
  let isOpen = true;
  const end = async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
    if (!isOpen) return;
    await client.execute(how);
    isOpen = false;
  };
  return {
    execute: (statement) => client.execute(statement),
    batch: async (statements) => {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    },
    executeMultiple: () => Promise.reject(new Error('one statement at a time inside a transaction')),
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
    close: () => void end('ROLLBACK'),
    get closed() {
      return !isOpen;
    },
  };
}

/** Durable before it is answered: an audited act must not be forgotten by a power cut (WAL syncs on each commit with FULL). */
export const connectionPragmas = ['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL', 'PRAGMA foreign_keys = ON'] as const;

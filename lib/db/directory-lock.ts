import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { databaseUrl } from './connection';
import { DatabaseError } from './database-error';

export type DirectoryLock = { release(): Promise<void> };

/**
 * Keeps a second process off the data directory. The lock is SQLite's exclusive lock on a small file, so the operating
 * system drops it when the process dies, however it dies; a pid file would outlive kill -9.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const client = createClient({ url: databaseUrl(join(directory, 'console.lock')), timeout: 0 });
  try {
    await client.execute('BEGIN EXCLUSIVE');
  } catch (error) {
    client.close();
    if (!/locked|busy/i.test(error instanceof Error ? error.message : '')) throw error;
    throw new DatabaseError(
      `Another Warren is using the data directory ${directory}. Stop it first, or start this one with another WARREN_DATA_DIR.`,
      { cause: error },
    );
  }
  return {
    // Closing alone would leave the lock to the garbage collector, which finalises the native connection when it likes.
    release: async () => {
      await client.execute('ROLLBACK');
      client.close();
    },
  };
}

import { boot } from './boot';
import { findRuntime } from './runtime';
import { StartError } from './start-error';

/** Boots, or ends the process with one sentence that says what to do. */
export async function start(): Promise<void> {
  if (findRuntime()) return;
  try {
    await boot();
  } catch (error) {
    const sentence =
      error instanceof StartError ? error.message : `Warren could not start: ${error instanceof Error ? error.stack : error}`;
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
}

import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of running) killGroup(child, 'SIGKILL');
};
process.once('exit', killAll);
// A test runner ends its workers by a signal, and then there is no 'exit' event.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killAll();
    process.kill(process.pid, signal); // the handler is gone: now it does what it always does
  });
}

/** Kills a child started with `detached: true` and whatever it started itself, by its process group. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already: that is what was wanted.
  }
}

/** Kills the child's group when this process ends, however the test went. */
export function killAtExit(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

export const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Asks politely, then not: SIGTERM, and SIGKILL after `graceMs`. Resolves when the child is gone. */
export async function stopGroup(child: ChildProcess, graceMs: number): Promise<void> {
  if (!hasExited(child)) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const timer = setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
    killGroup(child, 'SIGTERM');
    await gone;
    clearTimeout(timer);
  }
  killGroup(child, 'SIGKILL'); // what the child left behind in its group
}

/** The last characters a child wrote, for the error message of a start that failed. */
export function collectOutput(child: ChildProcess, charactersMax = 4_000): () => string {
  let tail = '';
  const add = (chunk: Buffer): void => {
    tail = (tail + chunk.toString('utf8')).slice(-charactersMax);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => tail;
}

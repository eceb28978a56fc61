import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A process as a lock file names it. The number alone is not enough: numbers are reused, so the start time is kept too
 * (field 22 of /proc/<pid>/stat, in clock ticks since boot; null where there is no /proc), with the boot it counts from.
 */
export type ProcessIdentity = { readonly pid: number; readonly startTicks: string | null; readonly bootId: string | null };

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTicks: startTicksOf(process.pid), bootId: bootId() };
}

/** True when that very process runs on this machine now. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false;
  if (identity.startTicks !== null && startTicksOf(identity.pid) !== identity.startTicks) return false;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Whether the process has `path` open. A worker thread that died leaves its process running, but not its files open.
 * Null where this can't be seen: another user's process, or no /proc.
 */
export function hasOpen(pid: number, path: string): boolean | null {
  const directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).some((name) => linkTarget(join(directory, name)) === path);
  } catch {
    return null;
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since it was listed.
    return null;
  }
}

function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold spaces; the state follows as the third.
    const fieldsFromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fieldsFromState[19] ?? null;
  } catch {
    return null;
  }
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return null;
  }
}

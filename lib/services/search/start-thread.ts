import type { MessagePort, Worker } from 'node:worker_threads';
import { searchLimits } from './search-limits';

/** A thread of a program that reads or filters messages, with as much memory as it may have; `ports` in the data go over to it. */
export function startThread(program: string, name: string, workerData: unknown, ports: readonly MessagePort[] = []): Worker {
  // Not imported: the bundler would take the program for a module of its own and refuse a path it can't resolve.
  const threads = process.getBuiltinModule('node:worker_threads');
  const resourceLimits = {
    maxOldGenerationSizeMb: searchLimits.threadMemoryMb,
    maxYoungGenerationSizeMb: searchLimits.threadYoungMemoryMb,
  };
  return new threads.Worker(program, { workerData, transferList: [...ports], resourceLimits, name });
}

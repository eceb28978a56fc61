/**
 * The disk as the stores see it: one flat directory. The real one is node-disk.ts; the simulation's tears, forgets and
 * fails. Completion is by callback, not by promise, so that a simulated disk decides the order of everything.
 */
export interface Disk {
  /** Names in the directory. */
  list(): readonly string[];
  exists(name: string): boolean;
  /** Opens for reading and writing. Throws DiskError. A created file's name is durable only after syncDirectory. */
  open(name: string, mode: 'existing' | 'create'): DiskFile;
  unlink(name: string, done: DiskCallback): void;
  rename(from: string, to: string): void;
  syncDirectory(done: DiskCallback): void;
  freeBytes(done: (bytes: number) => void): void;
}

export interface DiskFile {
  readonly name: string;
  sizeBytes(): number;
  /** Reads up to `length` bytes into target at targetOffset; returns how many there were. Throws DiskError. */
  read(target: Buffer, targetOffset: number, length: number, position: number): number;
  /** Writes all buffers one after the other from `position`. Durable when `done` is called without an error. */
  write(buffers: readonly Buffer[], position: number, done: DiskCallback): void;
  close(): void;
}

export type DiskCallback = (error: DiskError | null) => void;

/** `isFull` is the one failure that passes by itself; after any other the state of the file is unknown. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  constructor(
    message: string,
    readonly isFull: boolean,
  ) {
    super(message);
  }
}

/** When something runs: the event loop, or the simulation. */
export interface Scheduler {
  /** Once, after what this turn of the event loop still has to do. */
  atEndOfTurn(run: () => void): void;
  /** Once, after `delayMs`, without keeping the process alive. Returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** Unpredictable for an adversary who writes messages, repeatable in the simulation. */
export type RandomWord = () => number;

import type { Transport, TransportListener, TransportSecurity } from '../connection/transport';

let nextPort = 40_000;

/** The broker's half of an in-memory connection; the test holds the other one. Bytes arrive in the same call, from a buffer that is overwritten afterwards, as a socket's is. */
export class MemoryTransport implements Transport {
  readonly localHost = '127.0.0.1';
  readonly localPort = 5672;
  readonly peerPort = nextPort++;
  readonly security: TransportSecurity | null = null;
  isPaused = false;
  /** Our direction was ended, or all of it. */
  isEnded = false;
  isDestroyed = false;
  /** While true, what is written stays unwritten: a peer that doesn't read. */
  holdsWrites = false;
  private listener: TransportListener | null = null;
  private readonly unread: Buffer[] = [];
  private readonly unwritten: (() => void)[] = [];

  constructor(
    private readonly onBytes: (bytes: Buffer) => void,
    readonly peerHost = '127.0.0.1',
  ) {}

  start(listener: TransportListener): void {
    this.listener = listener;
  }

  /** What the client sends. */
  receive(bytes: Buffer): void {
    if (this.isDestroyed) return;
    if (this.isPaused) {
      this.unread.push(Buffer.from(bytes));
      return;
    }
    const borrowed = Buffer.from(bytes);
    this.listener?.bytesReceived(borrowed, 0, borrowed.length);
    borrowed.fill(0xee);
  }

  write(bytes: Buffer, written: () => void): void {
    if (!this.isDestroyed) this.onBytes(Buffer.from(bytes));
    if (this.holdsWrites) this.unwritten.push(written);
    else setImmediate(written);
  }

  /** The peer reads again. */
  releaseWrites(): void {
    this.holdsWrites = false;
    for (const written of this.unwritten.splice(0)) written();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    setImmediate(() => {
      while (!this.isPaused && this.unread.length > 0) this.receive(this.unread.shift() ?? Buffer.alloc(0));
    });
  }

  end(): void {
    this.isEnded = true;
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.isEnded = true;
    this.listener?.transportClosed();
  }
}

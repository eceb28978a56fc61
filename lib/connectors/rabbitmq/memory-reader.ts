import type { MessagePort } from 'node:worker_threads';
import { type MemoryAnswer, type MemoryRequest, memoryAnswer } from '../../model/memory-request';
import { ConnectorError } from '../connector';
import { errorOfAnswer } from './management-errors';
import { rabbitmqLimits } from './rabbitmq-limits';

type Pending = { readonly hear: (answer: MemoryAnswer | null) => void; readonly timer: NodeJS.Timeout };

/**
 * Reads from a broker in another thread of this process without a socket between; model/memory-request.ts. There are two rooms,
 * one with the page that is looked at and one for the page under way, and they take turns.
 */
export class MemoryReader {
  private readonly pending = new Map<number, Pending>();
  private rooms: readonly [SharedArrayBuffer, SharedArrayBuffer] | null = null;
  private requestCount = 0;
  private isOpen = true;

  constructor(
    private readonly port: MessagePort,
    private readonly authorization: string,
    private readonly timeoutMs: number = rabbitmqLimits.requestTimeoutMs,
  ) {
    port.on('message', (message: unknown) => this.hear(message));
    port.on('close', () => this.close());
    port.unref(); // what waits for an answer has a timer
  }

  /**
   * The body of a 2xx answer, good until the second next call; null when it must be asked for over HTTP, because the broker's
   * thread is gone or the answer is larger than a room. Throws ConnectorError.
   */
  async read(path: string): Promise<Buffer | null> {
    if (!this.isOpen) return null;
    const id = ++this.requestCount;
    this.rooms ??= [newRoom(), newRoom()];
    const room = this.rooms[id % 2 === 0 ? 0 : 1];
    const answer = await this.ask({ id, path, authorization: this.authorization, room });
    if (answer === null || answer.sizeBytes === null) return null;
    const body = Buffer.from(room, 0, answer.sizeBytes);
    if (answer.status >= 200 && answer.status < 300) return body;
    throw errorOfAnswer(answer.status, body, `GET ${path.split('?')[0]}`);
  }

  /** What is under way ends as if the broker's thread were gone. */
  close(): void {
    this.isOpen = false;
    this.port.close();
    for (const id of this.pending.keys()) this.settle(id, null);
  }

  private ask(request: MemoryRequest): Promise<MemoryAnswer | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(request.id);
        this.close(); // its room may still be written to
        reject(new ConnectorError('timeout', `The embedded broker did not answer within ${this.timeoutMs / 1000} s.`));
      }, this.timeoutMs);
      this.pending.set(request.id, { hear: resolve, timer });
      this.port.postMessage(request);
    });
  }

  private hear(message: unknown): void {
    const answer = memoryAnswer.parse(message);
    this.settle(answer.id, answer);
  }

  private settle(id: number, answer: MemoryAnswer | null): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    clearTimeout(pending.timer);
    pending.hear(answer);
  }
}

const newRoom = (): SharedArrayBuffer => new SharedArrayBuffer(rabbitmqLimits.bulkBytesMax);

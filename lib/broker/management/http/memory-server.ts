import type { MessagePort } from 'node:worker_threads';
import { type MemoryAnswer, memoryRequest } from '../../../model/memory-request';
import { letOthersRun } from '../../stats/in-slices';
import type { Answer } from './answer';
import type { ApiRequest, ManagementApi } from './management-api';

/** Checked like a request over HTTP; it comes from this machine. */
const peer = '127.0.0.1';
const nothing = async function* (): AsyncGenerator<Buffer> {};

/** The management API for one reader in another thread of this process: it reads only, and its answers lie in shared memory. */
export class MemoryServer {
  constructor(
    private readonly api: ManagementApi,
    private readonly port: MessagePort,
  ) {
    port.on('message', (message: unknown) => void this.serve(message));
  }

  close(): void {
    this.port.close();
  }

  private async serve(message: unknown): Promise<void> {
    const parsed = memoryRequest.safeParse(message);
    if (!parsed.success) return;
    const { id, path: target, authorization, room: memory } = parsed.data;
    const room = Buffer.from(memory);
    await letOthersRun(); // a port hands over message after message without a turn of the loop
    const request = { method: 'GET', target, headers: { authorization }, peer, body: nothing(), room };
    const answer = await this.answer(request);
    const status = 'status' in answer ? answer.status : 200;
    this.port.postMessage({ id, status, sizeBytes: place(answer, room) } satisfies MemoryAnswer);
  }

  private async answer(request: ApiRequest): Promise<Answer> {
    try {
      return await this.api.answer(request);
    } catch (error) {
      return this.api.refusal(error, request);
    }
  }
}

/** Sees to it that the body is in the room. @returns its size, null when it can't be there */
function place(answer: Answer, room: Buffer): number | null {
  if (answer.kind === 'stream') return null;
  if (answer.kind === 'empty') return 0;
  const body = answer.kind === 'json' ? JSON.stringify(answer.value) : answer.body;
  if (typeof body !== 'string' && body.buffer === room.buffer) return body.length; // written where it belongs
  if (Buffer.byteLength(body) > room.length) return null;
  return typeof body === 'string' ? room.write(body) : body.copy(room);
}

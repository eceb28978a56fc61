import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Broker } from '../broker';
import { silentLog } from '../log';
import { Management } from '../management/management';
import { parseOptions } from '../options';
import { MemoryDefinitionStore } from '../store/memory-definition-store';
import { MemoryMessageStore } from '../store/memory-message-store';

export type HttpReply = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: unknown };

/** A whole broker on the stores' memory twins with its management API on a free loopback port, for tests. */
export class ManagedFixture {
  private constructor(
    readonly broker: Broker,
    private readonly management: Management,
    readonly url: string,
  ) {}

  /** `onFault` hears of what the management API did not expect. */
  static async start(onFault: (cause: unknown) => void = () => {}): Promise<ManagedFixture> {
    const stores = { messages: new MemoryMessageStore(), definitions: new MemoryDefinitionStore(), spill: null };
    const broker = new Broker(parseOptions({}, process.cwd()), stores, silentLog);
    broker.start();
    const management = new Management(broker, { ...silentLog, error: (_sentence, cause) => onFault(cause) });
    const { port } = await management.listen('127.0.0.1', 0);
    return new ManagedFixture(broker, management, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    await this.management.stop();
    this.broker.stop();
  }

  /** `path` is below /api/ unless it begins with a slash. `body` that is no string goes as JSON. */
  async call(method: string, path: string, body?: unknown, user = 'guest:guest', headers: Record<string, string> = {}): Promise<HttpReply> {
    const response = await fetch(this.url + (path.startsWith('/') ? path : `/api/${path}`), {
      method,
      headers: { ...(user !== '' && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: isJson(response) && text !== '' ? JSON.parse(text) : null };
  }

  /** A reader's end of a line to the API; model/memory-request.ts. */
  openReader(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.management.answerOver(port1);
    return port2;
  }

  /** Declares a durable queue in `/`. */
  async declare(name: string, queueArguments: object = {}): Promise<void> {
    await this.call('PUT', `queues/%2F/${encodeURIComponent(name)}`, { durable: true, arguments: queueArguments });
  }

  async publish(queue: string, payload: string, properties: object = {}): Promise<void> {
    await this.call('POST', 'exchanges/%2F/amq.default/publish', { properties, routing_key: queue, payload, payload_encoding: 'string' });
  }
}

const isJson = (response: Response): boolean => response.headers.get('content-type')?.startsWith('application/json') ?? false;

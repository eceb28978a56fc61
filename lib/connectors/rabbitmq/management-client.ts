import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type * as z from 'zod';
import { ConnectorError } from '../connector';
import { errorOfAnswer, errorOfNetwork } from './management-errors';
import { rabbitmqLimits } from './rabbitmq-limits';

export type ManagementAnswer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer };
export type ManagementRequest = {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Path of a resource: each part is one percent-encoded segment. The default exchange has a name of its own in paths. */
export const managementPath = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join('/')}`;
export const exchangeSegment = (name: string): string => (name === '' ? 'amq.default' : name);

/**
 * HTTP to RabbitMQ's management API. Built on node:http and not on fetch, because fetch rewrites paths (a queue may be
 * named `..`), and because its sockets must be gone when the connector is closed.
 */
export class ManagementClient {
  private readonly base: URL;
  private readonly agent: HttpAgent;
  /** The header's value. */
  readonly authorization: string;

  constructor(
    options: { readonly managementUrl: string; readonly username: string; readonly password: string },
    private readonly limits: { readonly requestTimeoutMs: number; readonly answerBytesMax: number } = rabbitmqLimits,
  ) {
    this.base = new URL(options.managementUrl);
    const agentOptions = { keepAlive: true, maxSockets: rabbitmqLimits.requestsAtOnceMax, timeout: limits.requestTimeoutMs };
    this.agent = this.base.protocol === 'https:' ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
    this.authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`, 'utf8').toString('base64')}`;
  }

  /** Reads and parses. @throws ConnectorError; an answer of the wrong shape is a broker-fault */
  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    const { body } = await this.send(path);
    return this.parse(path, body, schema);
  }

  async post<Schema extends z.ZodType>(path: string, requestBody: unknown, schema: Schema): Promise<z.infer<Schema>> {
    const { body } = await this.send(path, { method: 'POST', body: requestBody });
    return this.parse(path, body, schema);
  }

  /** @returns any 2xx answer as it is. @throws ConnectorError otherwise */
  async send(path: string, options: ManagementRequest = {}): Promise<ManagementAnswer> {
    const answer = await this.exchange(path, options).catch((error: unknown) => {
      throw error instanceof ConnectorError ? error : errorOfNetwork(error, this.base.origin);
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw errorOfAnswer(answer.status, answer.body, `${options.method ?? 'GET'} ${path.split('?')[0]}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private parse<Schema extends z.ZodType>(path: string, body: Buffer, schema: Schema): z.infer<Schema> {
    let value: unknown;
    try {
      value = JSON.parse(body.toString('utf8'));
    } catch (error) {
      throw new ConnectorError('broker-fault', `${this.base.origin} does not answer like a management API (no JSON).`, { cause: error });
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
    throw new ConnectorError('broker-fault', `The broker's answer to ${path.split('?')[0]} is not understood${where}.`);
  }

  private exchange(path: string, options: ManagementRequest): Promise<ManagementAnswer> {
    return new Promise((resolve, reject) => {
      const payload = options.body === undefined ? null : Buffer.from(JSON.stringify(options.body), 'utf8');
      const request = this.open(path, options, payload);
      const timer = setTimeout(() => {
        const seconds = this.limits.requestTimeoutMs / 1000;
        request.destroy(new ConnectorError('timeout', `${this.base.origin} did not answer within ${seconds} s.`));
      }, this.limits.requestTimeoutMs);
      const settle = <Value>(finish: (value: Value) => void): ((value: Value) => void) => {
        return (value) => {
          clearTimeout(timer);
          finish(value);
        };
      };
      request.once('error', settle(reject));
      request.once('response', (response) => readAnswer(response, this.limits.answerBytesMax, settle(resolve), settle(reject)));
      request.end(payload ?? undefined);
    });
  }

  private open(path: string, options: ManagementRequest, payload: Buffer | null): ClientRequest {
    const send = this.base.protocol === 'https:' ? requestHttps : requestHttp;
    const prefix = this.base.pathname.replace(/\/+$/, ''); // RabbitMQ may live below a path (management.path_prefix)
    return send({
      agent: this.agent,
      hostname: this.base.hostname.replace(/^\[|\]$/g, ''),
      port: this.base.port,
      method: options.method ?? 'GET',
      path: prefix + path,
      headers: {
        authorization: this.authorization,
        accept: 'application/json, */*;q=0.1', // RabbitMQ answers 406 to a purge that wants JSON only
        ...(payload === null ? {} : { 'content-type': 'application/json', 'content-length': payload.length }),
        ...options.headers,
      },
    });
  }
}

function readAnswer(
  response: IncomingMessage,
  answerBytesMax: number,
  resolve: (answer: ManagementAnswer) => void,
  reject: (error: Error) => void,
): void {
  const status = response.statusCode ?? 0;
  const bytesMax = status < 300 ? answerBytesMax : rabbitmqLimits.errorAnswerBytesMax;
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) response.destroy(new ConnectorError('broker-fault', `The broker's answer is larger than ${bytesMax} bytes.`));
    else chunks.push(chunk);
  });
  response.once('error', reject);
  response.once('end', () => resolve({ status, headers: response.headers, body: Buffer.concat(chunks) }));
}

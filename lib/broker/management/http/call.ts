import type * as z from 'zod';
import { assert } from '../../../base/assert';
import type { PermissionKind } from '../../auth/permission-table';
import { isAdministrator, mayMonitor, type User } from '../../auth/user';
import type { Exchange } from '../../exchange/exchange';
import { limits } from '../../limits';
import type { Queue } from '../../queue/queue';
import type { Statistics } from '../../stats/statistics';
import type { VirtualHost } from '../../vhost/virtual-host';
import type { ManagedBroker } from '../managed-broker';
import { parseBody } from './body-schema';
import { badRequest, HttpError, notAuthorised, notFound } from './http-error';
import type { ApiRequest } from './management-api';
import { parseJson, readBody } from './request-body';

/** One request on its way: who asks for what, and the live objects to answer from. */
export class Call {
  private readonly changesAtStart: number;

  constructor(
    readonly broker: ManagedBroker,
    readonly statistics: Statistics,
    readonly user: User,
    readonly request: ApiRequest,
    readonly query: URLSearchParams,
    private readonly parameters: ReadonlyMap<string, string>,
  ) {
    this.changesAtStart = broker.definitions.changeCount;
  }

  /** A segment of the path, decoded. The route names it, so it is there. */
  parameter(name: string): string {
    const value = this.parameters.get(name);
    assert(value !== undefined, `the route has no :${name}`);
    return value;
  }

  /** As `parameter`, for something that is about to get this name. Throws 400 when AMQP could not carry it. */
  newName(parameter: string): string {
    const name = this.parameter(parameter);
    if (name === '' || Buffer.byteLength(name) > limits.shortStringMaxBytes)
      throw badRequest(`names have 1 to ${limits.shortStringMaxBytes} bytes`);
    return name;
  }

  hasParameter(name: string): boolean {
    return this.parameters.has(name);
  }

  flag(name: string): boolean {
    return this.query.get(name) === 'true';
  }

  /** The `:vhost` of the path. Throws 404 when there is none. */
  virtualHost(): VirtualHost {
    const virtualHost = this.broker.virtualHosts.get(this.parameter('vhost'));
    if (virtualHost === undefined) throw notFound();
    return virtualHost;
  }

  /** The `:queue` of the path. Throws 404 when there is none. */
  queue(): Queue {
    const queue = this.virtualHost().queues.get(this.parameter('queue'));
    if (queue === undefined) throw notFound();
    return queue;
  }

  /** The `:exchange` of the path; `amq.default` is the default exchange. */
  exchangeName(parameter = 'exchange'): string {
    const name = this.parameter(parameter);
    return name === 'amq.default' ? '' : name;
  }

  /** Throws 404 when there is none. */
  exchange(): Exchange {
    const exchange = this.virtualHost().exchanges.get(this.exchangeName());
    if (exchange === undefined) throw notFound();
    return exchange;
  }

  /** Those that lists show: all to monitors and administrators, else those the user may enter; only `:vhost` when the path has one. */
  visibleVirtualHosts(): VirtualHost[] {
    if (this.parameters.has('vhost')) return [this.virtualHost()];
    const all = [...this.broker.virtualHosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return mayMonitor(this.user) ? all : all.filter((virtualHost) => this.broker.accounts.mayAccess(this.user.name, virtualHost.name));
  }

  /** Throws RabbitMQ's refusal when the user lacks this permission on the queue or exchange. */
  requirePermission(kind: PermissionKind, name: string): void {
    if (!this.broker.accounts.permits(this.user.name, this.parameter('vhost'), kind, name)) throw notAuthorised('Access refused.');
  }

  get isAdministrator(): boolean {
    return isAdministrator(this.user);
  }

  async json(): Promise<unknown> {
    return parseJson(await readBody(this.request));
  }

  async body<Output>(schema: z.ZodType<Output>): Promise<Output> {
    return parseBody(schema, await this.json());
  }

  /** Resolves when everything changed so far is on disk: what was answered with 2xx survives. Rejects with HttpError 503 while the disk takes nothing. */
  durable(): Promise<void> {
    const { definitions } = this.broker;
    if (definitions.refusal !== null && definitions.changeCount === this.changesAtStart) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const refused = (reason: string): void =>
        reject(new HttpError(503, 'unavailable', `${reason} Until then the change is in force, but not on disk.`));
      definitions.whenDurable(resolve, refused);
    });
  }
}

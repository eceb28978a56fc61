import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../base/clock';
import type { Log } from '../log';
import { Statistics } from '../stats/statistics';
import { ManagementApi } from './http/management-api';
import { ManagementServer } from './http/management-server';
import { MemoryServer } from './http/memory-server';
import { Router } from './http/router';
import type { ManagedBroker } from './managed-broker';
import { managementResources } from './resources';

/** The management API over a live broker: samples its counters and listens, on one address or several. */
export class Management {
  private readonly statistics: Statistics;
  private readonly api: ManagementApi;
  private readonly servers: ManagementServer[] = [];
  private readonly readers = new Set<MemoryServer>();

  constructor(broker: ManagedBroker, log: Log) {
    this.statistics = new Statistics(broker, systemClock, (error) => log.error('the statistics failed', error));
    this.statistics.start();
    this.api = new ManagementApi({
      broker,
      statistics: this.statistics,
      router: new Router(managementResources),
      onFault: (error, request) => log.error(`the management API failed at ${request}`, error),
    });
  }

  /** Port 0 takes a free one. Rejects with node's error, e.g. EADDRINUSE. With `tls`, HTTPS. */
  async listen(address: string, port: number, tls?: TlsOptions): Promise<AddressInfo> {
    const server = new ManagementServer(this.api, tls);
    const bound = await server.listen(address, port);
    this.servers.push(server);
    return bound;
  }

  /** Answers a thread of this process until it closes its end; model/memory-request.ts. */
  answerOver(port: MessagePort): void {
    const reader = new MemoryServer(this.api, port);
    this.readers.add(reader);
    port.once('close', () => this.readers.delete(reader));
  }

  /** Cuts what is open, streams included. */
  async stop(): Promise<void> {
    this.statistics.stop();
    for (const reader of this.readers) reader.close();
    await Promise.all(this.servers.map((server) => server.close()));
  }
}

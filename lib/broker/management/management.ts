import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { systemClock } from '../../base/clock';
import type { Log } from '../log';
import { Statistics } from '../stats/statistics';
import { ManagementServer } from './http/management-server';
import { Router } from './http/router';
import type { ManagedBroker } from './managed-broker';
import { managementResources } from './resources';

/** The management API over a live broker: samples its counters and listens, on one address or several. */
export class Management {
  private readonly statistics: Statistics;
  private readonly router = new Router(managementResources);
  private readonly servers: ManagementServer[] = [];

  constructor(
    private readonly broker: ManagedBroker,
    private readonly log: Log,
  ) {
    this.statistics = new Statistics(broker, systemClock, (error) => log.error('the statistics failed', error));
    this.statistics.start();
  }

  /** Port 0 takes a free one. Rejects with node's error, e.g. EADDRINUSE. With `tls`, HTTPS. */
  async listen(address: string, port: number, tls?: TlsOptions): Promise<AddressInfo> {
    const server = new ManagementServer({
      broker: this.broker,
      statistics: this.statistics,
      router: this.router,
      onFault: (error, request) => this.log.error(`the management API failed at ${request}`, error),
      ...(tls && { tls }),
    });
    const bound = await server.listen(address, port);
    this.servers.push(server);
    return bound;
  }

  /** Cuts what is open, streams included. */
  async stop(): Promise<void> {
    this.statistics.stop();
    await Promise.all(this.servers.map((server) => server.close()));
  }
}

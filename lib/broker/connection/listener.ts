import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { limits } from '../limits';
import type { TlsFiles } from '../options';
import { StartError } from '../start-error';
import type { BrokerContext } from './broker-context';
import { Connection } from './connection';
import { SocketTransport } from './socket-transport';

export type BoundAddress = { readonly host: string; readonly port: number };

/** @throws StartError when a file can't be read */
export function readTlsOptions(files: TlsFiles): TlsOptions {
  try {
    const options = { cert: readFileSync(files.certificatePath), key: readFileSync(files.keyPath) };
    if (files.authorityPath === null) return options;
    return { ...options, ca: readFileSync(files.authorityPath), requestCert: true, rejectUnauthorized: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError('tls', `The TLS files can't be read: ${reason}. Correct WARREN_TLS_CERT, WARREN_TLS_KEY or WARREN_TLS_CA.`);
  }
}

/** One address and port where clients connect. */
export class Listener {
  private readonly server: Server;

  constructor(
    private readonly broker: BrokerContext,
    tls: TlsOptions | null,
  ) {
    const accept = (socket: Socket): void => this.accept(socket);
    // Paused until the transport listens: no byte may come before. For TLS the handshake has its own time limit.
    this.server =
      tls === null
        ? createServer({ pauseOnConnect: true, noDelay: true }, accept)
        : createTlsServer({ ...tls, handshakeTimeout: broker.connectionSettings.handshakeTimeoutMs }, accept);
    this.server.on('tlsClientError', () => {});
  }

  /** Resolves with the bound address; port 0 takes a free one. Rejects with Node's error (EADDRINUSE …). */
  listen(host: string, port: number): Promise<BoundAddress> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host, port, backlog: 511 }, () => {
        this.server.off('error', reject);
        // Running out of descriptors fails an accept, not the broker.
        this.server.on('error', (error) => this.broker.log.error('a connection could not be accepted', error));
        const bound = this.server.address();
        resolve({ host, port: typeof bound === 'object' && bound !== null ? bound.port : port });
      });
    });
  }

  /** Accepts no more; those that are open stay. */
  stop(): void {
    if (this.server.listening) this.server.close();
  }

  private accept(socket: Socket): void {
    if (this.broker.registry.byName.size >= limits.connectionCountMax) {
      this.broker.log.warn(`connection from ${socket.remoteAddress} refused: there are ${limits.connectionCountMax} already`);
      socket.destroy();
      return;
    }
    new Connection(new SocketTransport(socket), this.broker);
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { assert } from '../../../base/assert';
import { managementLimits } from '../management-limits';
import type { ApiRequest, ManagementApi } from './management-api';
import { respond } from './respond';

/** The management API over HTTP, or over HTTPS. */
export class ManagementServer {
  private readonly server: Server;

  constructor(
    private readonly api: ManagementApi,
    tls?: TlsOptions,
  ) {
    const settings = { requestTimeout: managementLimits.requestTimeoutMs, headersTimeout: managementLimits.headersTimeoutMs };
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.serve(request, response).catch((error) => {
        api.refusal(error, toApiRequest(request));
        response.destroy();
      });
    };
    this.server = tls ? createTlsServer({ ...tls, ...settings }, listener) : createServer(settings, listener);
    this.server.keepAliveTimeout = managementLimits.keepAliveTimeoutMs;
    this.server.maxConnections = managementLimits.connectionCountMax;
  }

  /** Resolves with the bound address; port 0 takes a free one. Rejects with node's error (EADDRINUSE …). */
  async listen(address: string, port: number): Promise<AddressInfo> {
    this.server.listen(port, address);
    await once(this.server, 'listening');
    const bound = this.server.address();
    assert(typeof bound === 'object' && bound !== null, 'a TCP server has an address');
    return bound;
  }

  /** Open requests, streams included, are cut. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // A reader that goes away mid-answer is no fault.
    response.on('error', () => response.destroy());
    const request = toApiRequest(incoming);
    const isHead = request.method === 'HEAD';
    try {
      await respond(response, await this.api.answer(request), isHead);
    } catch (error) {
      const refusal = this.api.refusal(error, request);
      if (response.headersSent || response.destroyed) response.destroy();
      else await respond(response, refusal, isHead);
    }
  }
}

const toApiRequest = (incoming: IncomingMessage): ApiRequest => ({
  method: incoming.method ?? 'GET',
  target: incoming.url ?? '/',
  headers: incoming.headers,
  peer: incoming.socket.remoteAddress ?? '',
  body: incoming,
  room: null,
});

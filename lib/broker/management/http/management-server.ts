import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { assert } from '../../../base/assert';
import type { User } from '../../auth/user';
import { isAdministrator, mayMakePolicies, mayManage, mayMonitor } from '../../auth/user';
import type { Statistics } from '../../stats/statistics';
import type { ManagedBroker } from '../managed-broker';
import { managementLimits } from '../management-limits';
import type { Answer } from './answer';
import { answerError } from './answer-error';
import { challenge, parseBasicCredentials } from './basic-credentials';
import { Call } from './call';
import { frontPage } from './front-page';
import { badRequest, HttpError, notAuthorised, notFound } from './http-error';
import { respond } from './respond';
import type { Access, Match, Method, Resource, Router } from './router';

export type ManagementServerOptions = {
  readonly broker: ManagedBroker;
  readonly statistics: Statistics;
  readonly router: Router;
  /** Where unexpected faults go; what the client sees of them is a bare 500. */
  readonly onFault: (error: unknown, request: string) => void;
  readonly tls?: TlsOptions;
};

/** The HTTP side of the broker: authenticates, finds the route, lets it answer, turns what was thrown into an answer. */
export class ManagementServer {
  private readonly server: Server;

  constructor(private readonly options: ManagementServerOptions) {
    const settings = { requestTimeout: managementLimits.requestTimeoutMs, headersTimeout: managementLimits.headersTimeoutMs };
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.serve(request, response).catch((error) => {
        options.onFault(error, `${request.method} ${request.url}`);
        response.destroy();
      });
    };
    this.server = options.tls ? createTlsServer({ ...options.tls, ...settings }, listener) : createServer(settings, listener);
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

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A reader that goes away mid-answer is no fault.
    response.on('error', () => response.destroy());
    try {
      await respond(response, await this.answer(request), request.method === 'HEAD');
    } catch (error) {
      await this.refuse(error, request, response);
    }
  }

  private async refuse(error: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = answerError(error);
    if (answer === null) this.options.onFault(error, `${request.method} ${request.url}`);
    if (response.headersSent || response.destroyed) response.destroy();
    else await respond(response, answer ?? { kind: 'json', status: 500, value: internalError }, request.method === 'HEAD');
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const url = parseTarget(request.url ?? '/');
    const page = request.method === 'GET' || request.method === 'HEAD' ? frontPage(url.pathname) : null;
    if (page !== null) return page;
    const match = this.options.router.match(url.pathname);
    const user = await this.authenticate(request);
    if (match === null) throw notFound();
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    if (method === 'OPTIONS') return { kind: 'empty', status: 200, headers: { allow: allowed(match.resource) } };
    const route = isMethod(method) ? match.resource.methods[method] : undefined;
    if (!isMethod(method) || route === undefined) return { kind: 'empty', status: 405, headers: { allow: allowed(match.resource) } };
    requireOwnOrigin(request, method);
    requireAccess(user, route.access);
    this.requireVirtualHost(user, match, method, route.access);
    const call = new Call(this.options.broker, this.options.statistics, user, request, url.searchParams, match.parameters);
    return route.handle(call);
  }

  private async authenticate(request: IncomingMessage): Promise<User> {
    const credentials = parseBasicCredentials(request.headers.authorization);
    if (credentials === null) throw new HttpError(401, 'not_authorized', 'Login failed', challenge);
    const peer = request.socket.remoteAddress ?? '';
    const user = await this.options.broker.accounts.authenticate(credentials.name, credentials.password, peer, 'http');
    if (user === null) throw new HttpError(401, 'not_authorized', 'Login failed', challenge);
    return user;
  }

  /** A `:vhost` that does not exist is left to the handler: 404, or created by PUT. */
  private requireVirtualHost(user: User, match: Match, method: Method, access: Access): void {
    const virtualHost = match.parameters.get('vhost');
    if (virtualHost === undefined || access === 'administrator' || !this.options.broker.virtualHosts.has(virtualHost)) return;
    if (this.options.broker.accounts.mayAccess(user.name, virtualHost)) return;
    // Monitors see every virtual host without a permission in it; touching things needs one.
    if (method === 'GET' && access === 'monitoring' && mayMonitor(user)) return;
    throw notAuthorised('User not authorised to access virtual host');
  }
}

/** @throws HttpError 400 for what is no address, such as `//[` */
function parseTarget(target: string): URL {
  const base = 'http://management';
  if (!URL.canParse(target, base)) throw badRequest('the request target is no address');
  return new URL(target, base);
}

const internalError = { error: 'internal_error', reason: 'the broker could not do this; its log says why' };
const methods: readonly Method[] = ['GET', 'PUT', 'POST', 'DELETE'];
const isMethod = (method: string): method is Method => (methods as readonly string[]).includes(method);

const allowed = (resource: Resource): string =>
  [...(resource.methods.GET ? ['HEAD'] : []), ...methods.filter((method) => resource.methods[method]), 'OPTIONS'].join(', ');

/** Browsers send Basic credentials along with requests that other sites make: what changes things must come from here. */
function requireOwnOrigin(request: IncomingMessage, method: Method): void {
  const origin = request.headers.origin;
  if (method === 'GET' || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)
    throw new HttpError(403, 'forbidden', `requests from pages of ${origin} are not allowed to change things here`);
}

function requireAccess(user: User, access: Access): void {
  if (!mayManage(user)) throw notAuthorised('Not management user');
  if (access === 'administrator' && !isAdministrator(user)) throw notAuthorised('Not administrator user');
  if (access === 'monitoring' && !mayMonitor(user)) throw notAuthorised('Not monitor user');
  if (access === 'policymaker' && !mayMakePolicies(user)) throw notAuthorised('User not authorised to access object');
}

import type { IncomingHttpHeaders } from 'node:http';
import type { User } from '../../auth/user';
import { isAdministrator, mayMakePolicies, mayManage, mayMonitor } from '../../auth/user';
import type { Statistics } from '../../stats/statistics';
import type { ManagedBroker } from '../managed-broker';
import type { Answer } from './answer';
import { answerError } from './answer-error';
import { challenge, parseBasicCredentials } from './basic-credentials';
import { Call } from './call';
import { frontPage } from './front-page';
import { badRequest, HttpError, notAuthorised, notFound } from './http-error';
import type { Access, Match, Method, Resource, Router } from './router';

/** A request, however it came: over HTTP or from another thread of this process. */
export type ApiRequest = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The address that it came from. */
  readonly peer: string;
  readonly body: AsyncIterable<Buffer>;
  /** Memory of who asks, which a bulk answer may be written into; null where answers are sent. */
  readonly room: Buffer | null;
};

export type ManagementApiOptions = {
  readonly broker: ManagedBroker;
  readonly statistics: Statistics;
  readonly router: Router;
  /** Where unexpected faults go; what the client sees of them is a bare 500. */
  readonly onFault: (error: unknown, request: string) => void;
};

/** Authenticates, finds the route, checks what the user may, lets it answer; turns what was thrown into an answer. */
export class ManagementApi {
  constructor(private readonly options: ManagementApiOptions) {}

  /** Throws what `refusal` turns into an answer. */
  async answer(request: ApiRequest): Promise<Answer> {
    const url = parseTarget(request.target);
    const page = request.method === 'GET' || request.method === 'HEAD' ? frontPage(url.pathname) : null;
    if (page !== null) return page;
    const match = this.options.router.match(url.pathname);
    const user = await this.authenticate(request);
    if (match === null) throw notFound();
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method === 'OPTIONS') return { kind: 'empty', status: 200, headers: { allow: allowed(match.resource) } };
    const route = isMethod(method) ? match.resource.methods[method] : undefined;
    if (!isMethod(method) || route === undefined) return { kind: 'empty', status: 405, headers: { allow: allowed(match.resource) } };
    requireOwnOrigin(request, method);
    requireAccess(user, route.access);
    this.requireVirtualHost(user, match, method, route.access);
    const call = new Call(this.options.broker, this.options.statistics, user, request, url.searchParams, match.parameters);
    return route.handle(call);
  }

  refusal(error: unknown, { method, target }: Pick<ApiRequest, 'method' | 'target'>): Answer {
    const answer = answerError(error);
    if (answer === null) this.options.onFault(error, `${method} ${target}`);
    return answer ?? { kind: 'json', status: 500, value: internalError };
  }

  private async authenticate({ headers, peer }: ApiRequest): Promise<User> {
    const credentials = parseBasicCredentials(headers.authorization);
    if (credentials === null) throw new HttpError(401, 'not_authorized', 'Login failed', challenge);
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
function requireOwnOrigin({ headers }: ApiRequest, method: Method): void {
  const { origin } = headers;
  if (method === 'GET' || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== headers.host)
    throw new HttpError(403, 'forbidden', `requests from pages of ${origin} are not allowed to change things here`);
}

function requireAccess(user: User, access: Access): void {
  if (!mayManage(user)) throw notAuthorised('Not management user');
  if (access === 'administrator' && !isAdministrator(user)) throw notAuthorised('Not administrator user');
  if (access === 'monitoring' && !mayMonitor(user)) throw notAuthorised('Not monitor user');
  if (access === 'policymaker' && !mayMakePolicies(user)) throw notAuthorised('User not authorised to access object');
}

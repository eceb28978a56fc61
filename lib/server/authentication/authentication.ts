import { betterAuth } from 'better-auth';
import type { Database } from '../../db/database';
import { roles } from '../../model/access';
import type { Session } from '../../model/console';
import { passwordLengthMin } from '../../services/access/person-input';
import { deriveKey } from '../secret-box';

const sessionSeconds = 12 * 3600;
const sessionRefreshSeconds = 3600;

type Settings = {
  readonly database: Database;
  readonly secret: string;
  readonly port: number;
  readonly publicUrl: string | null;
};

/**
 * Sign-in by address and password through better-auth. Accounts are made by admins only. Origins are checked by
 * lib/server/origin.ts for the whole API, and failures are slowed by SignInThrottle, so both of better-auth's own are off.
 */
function createBetterAuth(settings: Settings) {
  return betterAuth({
    database: settings.database.authentication,
    secret: deriveKey(settings.secret, 'sessions').toString('base64'),
    baseURL: settings.publicUrl ?? `http://localhost:${settings.port}`,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: passwordLengthMin },
    user: { additionalFields: { role: { type: [...roles], required: false, defaultValue: 'operator', input: false } } },
    session: { expiresIn: sessionSeconds, updateAge: sessionRefreshSeconds },
    advanced: {
      // Cookies don't know ports: without it, two consoles on one host would sign each other's people out.
      cookiePrefix: `warren-${settings.port}`,
      useSecureCookies: settings.publicUrl?.startsWith('https:') ?? false,
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
    },
  });
}

/** What the console needs of better-auth, and nothing else of it is reachable from outside. */
export class Authentication {
  readonly #betterAuth: ReturnType<typeof createBetterAuth>;
  readonly #database: Database;

  constructor(settings: Settings) {
    this.#betterAuth = createBetterAuth(settings);
    this.#database = settings.database;
  }

  /** 200 with a session cookie, or 401: the same answer in the same time for a wrong password and for nobody. */
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<Response> {
    return this.#betterAuth.api.signInEmail({ body: credentials, headers: new Headers(), asResponse: true });
  }

  signOut(headers: Headers): Promise<Response> {
    return this.#betterAuth.api.signOut({ headers, asResponse: true });
  }

  /** 200 with the cookie of a new session, every other session of the person ended; 400 for a wrong current password. */
  changePassword(headers: Headers, passwords: { readonly currentPassword: string; readonly newPassword: string }): Promise<Response> {
    return this.#betterAuth.api.changePassword({ body: { ...passwords, revokeOtherSessions: true }, headers, asResponse: true });
  }

  /** Who sends these headers, with the role as it is now; null when nobody is signed in. */
  async findSession(headers: Headers): Promise<Session | null> {
    if (!headers.has('cookie')) return null;
    const found = await this.#betterAuth.api.getSession({ headers, query: { disableRefresh: true } });
    return found && this.#toSession(found.user.id, found.session.expiresAt);
  }

  /** Like findSession, and prolongs a session that is in use: `cookies` go to the browser. */
  async refreshSession(headers: Headers): Promise<{ readonly session: Session; readonly cookies: readonly string[] } | null> {
    if (!headers.has('cookie')) return null;
    const { headers: answer, response } = await this.#betterAuth.api.getSession({ headers, returnHeaders: true });
    const session = response && (await this.#toSession(response.user.id, response.session.expiresAt));
    return session && { session, cookies: answer?.getSetCookie() ?? [] };
  }

  async #toSession(personId: string, expiresAt: Date): Promise<Session | null> {
    const person = await this.#database.people.find(personId);
    return person && { person, expiresAtMs: new Date(expiresAt).getTime() };
  }
}

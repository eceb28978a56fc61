import type { Role } from './access';
import type { Freshness } from './live';

/** A connection to one broker or cluster, as pages see it; credentials never leave the server. */
export const environments = ['development', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];

export type BrokerSummary = {
  readonly id: string; // short, in the URL
  readonly name: string;
  readonly environment: Environment;
  readonly colour: string | null; // one of the accent names in the tokens
  readonly isEmbedded: boolean;
  readonly product: string | null;
  readonly version: string | null;
  /** Names of lib/connectors/capabilities.ts. */
  readonly capabilities: readonly string[];
  readonly freshness: Freshness;
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAtMs: number;
};
export type Session = { readonly person: Person; readonly expiresAtMs: number };

export type AuditOutcome = 'allowed' | 'refused' | 'failed';
export type AuditEntry = {
  readonly id: string;
  readonly atMs: number;
  readonly personName: string; // also 'unknown' for failed sign-ins
  readonly personEmail: string;
  readonly act: string; // e.g. queue.purge
  readonly outcome: AuditOutcome;
  readonly brokerId: string | null;
  readonly subject: string; // e.g. queue / orders
  readonly reason: string | null; // why refused or failed
  readonly before: unknown;
  readonly after: unknown;
};

/** Closed union of what the console's API answers when it can't; lib/server maps it to a status, in one place. */
export const apiErrorCodes = {
  'invalid-input': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'plan-expired': 409,
  'too-large': 413,
  'too-many-requests': 429,
  internal: 500,
  'not-supported': 501,
  'broker-fault': 502,
  'broker-unreachable': 503,
  'broker-timeout': 504,
} as const;
export type ApiErrorCode = keyof typeof apiErrorCodes;
/** Body of every non-2xx answer. `message` is a sentence for people that says what to do; `fields` belongs beside form fields. */
export type ApiError = { readonly code: ApiErrorCode; readonly message: string; readonly fields?: Readonly<Record<string, string>> };

import type { ConnectorErrorCode } from '../connectors/connector';
import type { ApiErrorCode } from '../model/console';

/** What a verb throws. `message` is a sentence for people that says what to do; it never holds credentials. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly fields?: Readonly<Record<string, string>>,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

const codeOfConnector: Record<ConnectorErrorCode, ApiErrorCode> = {
  unreachable: 'broker-unreachable',
  // The broker refuses the console's own account: nothing that the person's role could change.
  unauthorized: 'broker-fault',
  forbidden: 'broker-fault',
  'not-found': 'not-found',
  conflict: 'conflict',
  invalid: 'invalid-input',
  'not-supported': 'not-supported',
  timeout: 'broker-timeout',
  'broker-fault': 'broker-fault',
};

/**
 * The one place where a connector's error becomes a service's; null for anything unexpected.
 * Asked by name, not by class: connectors live in the bundle of instrumentation.ts and routes have their own copy of the class.
 */
export function toServiceError(error: unknown): ServiceError | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'ServiceError') return error as ServiceError;
  if (error.name !== 'ConnectorError') return null;
  const code = codeOfConnector[(error as Error & { code: ConnectorErrorCode }).code];
  return new ServiceError(code, error.message, undefined, { cause: error });
}

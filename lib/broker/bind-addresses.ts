import type { BoundAddress } from './connection/listener';
import { StartError } from './start-error';

/** What the person who starts the broker needs to hear when a port can't be had. */
export type PortPurpose = { readonly name: string; readonly variable: string };

type Listen = (host: string, port: number) => Promise<BoundAddress>;

const LOOPBACK_HOSTS = ['127.0.0.1', '::1'] as const;
/** A machine without IPv6 has no ::1; the other loopback address is enough then. */
const ABSENT_CODES: readonly string[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Listens on one host, or with null on both loopback addresses at the same port, so that `localhost` works whichever it means.
 * @throws StartError
 */
export async function bindAddresses(host: string | null, port: number, purpose: PortPurpose, listen: Listen): Promise<BoundAddress[]> {
  const hosts = host === null ? LOOPBACK_HOSTS : [host];
  const bound: BoundAddress[] = [];
  for (const each of hosts) {
    try {
      bound.push(await listen(each, bound[0]?.port ?? port));
    } catch (error) {
      if (bound.length > 0 && ABSENT_CODES.includes(codeOf(error))) continue;
      throw explain(error, each, bound[0]?.port ?? port, purpose);
    }
  }
  return bound;
}

function explain(error: unknown, host: string, port: number, { name, variable }: PortPurpose): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartError(
        'port-in-use',
        `Port ${port} on ${host} for ${name} is in use by another program. Stop that program, or choose another port with ${variable}.`,
      );
    case 'EACCES':
      return new StartError('address', `This user may not listen on port ${port} for ${name}. Choose a port above 1023 with ${variable}.`);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError('address', `This machine has no address ${host} to listen on for ${name}. Correct HOST.`);
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

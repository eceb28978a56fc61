import { destination, type Logger, pino } from 'pino';

export type Log = Logger;

/** Whatever is logged by mistake: these never reach the log. */
const secretKeys = ['password', 'secret', 'token', 'cookie', 'authorization', 'set-cookie', 'configuration'];

/** JSON lines on standard error; standard output is for the one line that says where the console is. */
export function createLog(level: string): Log {
  const paths = secretKeys.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]);
  return pino({ base: { name: 'warren' }, level, redact: { paths, censor: '[redacted]' } }, destination({ dest: 2, sync: true }));
}

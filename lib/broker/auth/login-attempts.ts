/** Logins since the start, by protocol, for `auth/attempts` and /metrics. */
export type LoginProtocol = 'amqp091' | 'http';

export class LoginAttempts {
  private readonly counts = { amqp091: { succeeded: 0, failed: 0 }, http: { succeeded: 0, failed: 0 } };

  note(protocol: LoginProtocol, succeeded: boolean): void {
    this.counts[protocol][succeeded ? 'succeeded' : 'failed']++;
  }

  reset(): void {
    for (const count of Object.values(this.counts)) {
      count.succeeded = 0;
      count.failed = 0;
    }
  }

  list(): { protocol: LoginProtocol; succeeded: number; failed: number }[] {
    return (['http', 'amqp091'] as const).map((protocol) => ({ protocol, ...this.counts[protocol] }));
  }
}

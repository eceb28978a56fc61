/** Where and as whom to connect. Credentials never appear in a message or a fault. */
export type AmqpConnectionOptions = {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly username: string;
  readonly password: string;
  readonly virtualHost: string;
  /** What operators see in their list of connections. */
  readonly clientName: string;
  /** From the first packet until the connection is open; amqpLimits.openTimeoutMs unless given. */
  readonly openTimeoutMs?: number;
};

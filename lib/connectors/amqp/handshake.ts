import type { ClientMethod, Method, MethodName } from '../../amqp';
import type { TypedTable, TypedValue } from '../../model/field-table';
import type { AmqpConnectionOptions } from './amqp-connection-options';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';

/** What the handshake needs of a connection: to speak and hear on channel 0. */
export interface HandshakePort {
  sendMethod(channel: number, method: ClientMethod): void;
  nextMethod(): Promise<Method>;
}
export type Agreed = {
  readonly serverProperties: TypedTable;
  readonly frameMaxBytes: number;
  readonly channelCountMax: number;
  readonly heartbeatSeconds: number;
};

const CHANNEL_NUMBER_MAX = 65_535;
const yes: TypedValue = { type: 'boolean', value: true };
/** authentication_failure_close makes the broker say that the password is wrong instead of hanging up. */
const capabilities: TypedTable = ['authentication_failure_close', 'basic.nack', 'connection.blocked', 'consumer_cancel_notify'].map(
  (key) => ({ key, value: yes }),
);

/**
 * AMQP 2.2.4:  start -> start-ok -> tune -> tune-ok, open -> open-ok
 * @throws AmqpFault of scope refused when the broker says no
 */
export async function shakeHands(port: HandshakePort, options: AmqpConnectionOptions): Promise<Agreed> {
  const start = await expectMethod(port, 'connection.start');
  port.sendMethod(0, {
    name: 'connection.start-ok',
    clientProperties: clientProperties(options.clientName),
    mechanism: 'PLAIN',
    response: Buffer.from(`\0${options.username}\0${options.password}`, 'utf8'),
    locale: 'en_US',
  });
  const tune = await expectMethod(port, 'connection.tune');
  const agreed = {
    serverProperties: start.serverProperties,
    frameMaxBytes: lower(tune.frameMax, amqpLimits.frameMaxBytes),
    channelCountMax: lower(tune.channelMax, CHANNEL_NUMBER_MAX),
    heartbeatSeconds: tune.heartbeat === 0 ? 0 : lower(tune.heartbeat, amqpLimits.heartbeatSeconds),
  };
  port.sendMethod(0, {
    name: 'connection.tune-ok',
    channelMax: agreed.channelCountMax,
    frameMax: agreed.frameMaxBytes,
    heartbeat: agreed.heartbeatSeconds,
  });
  port.sendMethod(0, { name: 'connection.open', virtualHost: options.virtualHost });
  await expectMethod(port, 'connection.open-ok');
  return agreed;
}

async function expectMethod<Name extends MethodName>(port: HandshakePort, name: Name): Promise<Extract<Method, { readonly name: Name }>> {
  const method = await port.nextMethod();
  if (method.name !== name) throw new AmqpFault('connection', `The broker sent ${method.name} where ${name} belongs.`);
  return method as Extract<Method, { readonly name: Name }>; // checked by the line above
}

/** 0 means no limit on either side (AMQP 1.4.2.6). */
const lower = (theirs: number, ours: number): number => (theirs === 0 ? ours : Math.min(theirs, ours));

const text = (key: string, value: string): TypedTable[number] => ({ key, value: { type: 'string', value } });
const clientProperties = (clientName: string): TypedTable => [
  text('connection_name', clientName),
  text('product', 'Warren'),
  text('platform', 'Node.js'),
  { key: 'capabilities', value: { type: 'table', value: capabilities } },
];

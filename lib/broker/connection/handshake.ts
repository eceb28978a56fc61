import { type ClientMethod, ConnectionError, replyCode } from '../../amqp';
import type { TypedTable, TypedValue } from '../../model/field-table';
import { limits } from '../limits';
import type { VirtualHost } from '../vhost/virtual-host';
import type { BrokerContext } from './broker-context';
import type { Output } from './output';
import { offeredMechanisms, readCredentials, type SaslMechanism } from './sasl';
import type { Transport } from './transport';

export type HandshakeStep = 'starting' | 'tuning' | 'opening';

/** What a connection takes from its handshake as it goes. */
export interface HandshakeOwner {
  readonly transport: Transport;
  readonly output: Output;
  signedIn(user: string, mechanism: SaslMechanism, clientProperties: TypedTable): void;
  tuned(frameMaxBytes: number, channelMax: number, heartbeatSeconds: number): void;
  opened(virtualHost: VirtualHost): void;
  /** @param maySay false for old clients, which just see the socket close */
  refused(error: ConnectionError, maySay: boolean): void;
}

/**
 *   start ─> start-ok ─> (sign in) ─> tune ─> tune-ok ─> open ─> open-ok         AMQP 0-9-1 2.2.4
 */
export class Handshake {
  step: HandshakeStep = 'starting';
  private user = '';

  constructor(
    private readonly owner: HandshakeOwner,
    private readonly broker: BrokerContext,
  ) {}

  begin(): void {
    const mechanisms = offeredMechanisms(this.certificateName !== null).join(' ');
    this.owner.output.writeMethod(0, {
      name: 'connection.start',
      versionMajor: 0,
      versionMinor: 9,
      serverProperties: this.broker.serverProperties,
      mechanisms: Buffer.from(mechanisms),
      locales: Buffer.from('en_US'),
    });
  }

  /** @returns a promise while nothing else may be read, otherwise null. @throws ConnectionError */
  onMethod(method: ClientMethod): Promise<void> | null {
    if (method.name === 'connection.start-ok' && this.step === 'starting') {
      return this.signIn(method.mechanism, method.response, method.clientProperties);
    }
    if (method.name === 'connection.tune-ok' && this.step === 'tuning') {
      this.tune(method.channelMax, method.frameMax, method.heartbeat);
      return null;
    }
    if (method.name === 'connection.open' && this.step === 'opening') {
      this.open(method.virtualHost);
      return null;
    }
    throw new ConnectionError(replyCode.commandInvalid, `COMMAND_INVALID - ${method.name} is not expected while ${this.step}`);
  }

  private get certificateName(): string | null {
    return this.owner.transport.security?.peerCommonName ?? null;
  }

  private async signIn(mechanism: string, response: Uint8Array, clientProperties: TypedTable): Promise<void> {
    const user = await this.identify(mechanism, response);
    if (user === null) {
      const text = `ACCESS_REFUSED - Login was refused using authentication mechanism ${mechanism}. For details see the broker logfile.`;
      this.broker.log.warn(`AMQP login refused from ${this.owner.transport.peerHost} with ${mechanism}`);
      this.owner.refused(
        new ConnectionError(replyCode.accessRefused, text),
        hasCapability(clientProperties, 'authentication_failure_close'),
      );
      return;
    }
    this.user = user;
    this.owner.signedIn(user, mechanism as SaslMechanism, clientProperties);
    this.step = 'tuning';
    const { channelMax, frameMaxBytes, heartbeatSeconds } = this.broker.connectionSettings;
    this.owner.output.writeMethod(0, { name: 'connection.tune', channelMax, frameMax: frameMaxBytes, heartbeat: heartbeatSeconds });
  }

  /** @returns the user's name, or null when refused */
  private async identify(mechanism: string, response: Uint8Array): Promise<string | null> {
    if (mechanism === 'EXTERNAL' && this.certificateName !== null) return this.broker.accounts.findUser(this.certificateName)?.name ?? null;
    if (mechanism !== 'PLAIN' && mechanism !== 'AMQPLAIN') {
      throw new ConnectionError(replyCode.commandInvalid, `COMMAND_INVALID - unknown authentication mechanism '${mechanism}'`);
    }
    const { user, password } = readCredentials(mechanism, response);
    const found = await this.broker.accounts.authenticate(user, password, this.owner.transport.peerHost, 'amqp091');
    return found?.name ?? null;
  }

  private tune(channelMax: number, frameMax: number, heartbeatSeconds: number): void {
    const offered = this.broker.connectionSettings;
    if (frameMax !== 0 && frameMax < limits.frameMinBytes) {
      throw notAllowed(`negotiated frame_max = ${frameMax} is lower than the minimum allowed value (${limits.frameMinBytes})`);
    }
    requireAtMost('frame_max', frameMax, offered.frameMaxBytes);
    requireAtMost('channel_max', channelMax, offered.channelMax);
    this.owner.tuned(frameMax, channelMax, heartbeatSeconds);
    this.step = 'opening';
  }

  private open(name: string): void {
    const virtualHost = this.broker.virtualHosts.get(name);
    if (virtualHost === undefined) throw notAllowed(`vhost ${name} not found`);
    const { accounts, registry } = this.broker;
    if (!accounts.mayAccess(this.user, name)) throw notAllowed(`access to vhost '${name}' refused for user '${this.user}'`);
    const hostLimit = virtualHost.limits.maxConnections;
    if (hostLimit !== null && registry.countOfVirtualHost(name) >= hostLimit) {
      throw notAllowed(`access to vhost '${name}' refused for user '${this.user}': connection limit (${hostLimit}) is reached`);
    }
    const userLimit = accounts.limitOf(this.user, 'max-connections');
    if (userLimit !== null && registry.countOfUser(this.user) >= userLimit) {
      throw notAllowed(`connection refused for user '${this.user}': user connection limit (${userLimit}) is reached`);
    }
    this.owner.opened(virtualHost);
    this.owner.output.writeMethod(0, { name: 'connection.open-ok' });
  }
}

export function hasCapability(clientProperties: TypedTable, name: string): boolean {
  const capabilities = find(clientProperties, 'capabilities');
  if (capabilities?.type !== 'table') return false;
  const value = find(capabilities.value, name);
  return value?.type === 'boolean' && value.value;
}

function find(table: TypedTable, key: string): TypedValue | undefined {
  return table.find((entry) => entry.key === key)?.value;
}

/** 0 asks for no limit, which is more than we offer, unless we offer none. RabbitMQ refuses it too. */
function requireAtMost(name: string, asked: number, offered: number): void {
  if (offered === 0 || (asked !== 0 && asked <= offered)) return;
  const shown = asked === 0 ? 'no limit' : String(asked);
  throw notAllowed(`negotiated ${name} = ${shown} is higher than the maximum allowed value (${offered})`);
}

function notAllowed(text: string): ConnectionError {
  return new ConnectionError(replyCode.notAllowed, `NOT_ALLOWED - ${text}`);
}

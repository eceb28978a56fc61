import { ChannelError, ConnectionError, type ReplyCode, replyCode, type ServerMethod } from '../../amqp';
import { assert } from '../../base/assert';
import { Rotation } from '../../base/rotation';
import type { TypedTable } from '../../model/field-table';
import { limits } from '../limits';
import type { ManagedConnection } from '../management/managed-connection';
import type { ConnectionIdentity } from '../ports';
import type { VirtualHost } from '../vhost/virtual-host';
import type { BrokerContext } from './broker-context';
import { Channel } from './channel';
import { ConnectionInput } from './connection-input';
import { connectionLimits } from './connection-limits';
import { type HandshakeOwner, hasCapability } from './handshake';
import { Heartbeat } from './heartbeat';
import { Output, type OutputOwner } from './output';
import { ProtocolHeader } from './protocol-header';
import { PublishBrake } from './publish-brake';
import type { FlowControlled } from './publisher-flow';
import type { PacedPublisher } from './publisher-pacing';
import { gateReason, ReadGate } from './read-gate';
import type { SaslMechanism } from './sasl';
import type { Transport, TransportListener, TransportSecurity } from './transport';
import type { TurnTask } from './turn';

/**
 * One client connection, from the protocol header to the end of its socket.
 *
 *   header ─> handshake ─> running ─── close / error ──> closing ── close-ok, timeout, end of socket ──> closed
 *     └ not AMQP 0-9-1: our header, then the end          (only connection.close and close-ok are read)
 */
export class Connection
  implements TransportListener, OutputOwner, TurnTask, HandshakeOwner, FlowControlled, PacedPublisher, ConnectionIdentity, ManagedConnection
{
  readonly name: string;
  readonly output: Output;
  readonly brake: PublishBrake;
  readonly channels = new Map<number, Channel>();
  readonly connectedAtMs: number;
  user = '';
  virtualHost = '';
  authMechanism = '';
  clientProperties: TypedTable = [];
  channelMax = 0;
  frameMaxBytes: number = limits.frameMinBytes;
  heartbeatSeconds = 0;
  receivedBytes = 0;
  receivedCount = 0;
  isScheduled = false;
  takesConsumerCancel = false;
  /** It declared an exclusive queue: those go with it. */
  ownsQueues = false;

  private phase: 'handshake' | 'running' | 'closing' | 'closed' = 'handshake';
  private readonly gate: ReadGate;
  private readonly input: ConnectionInput;
  private entered: VirtualHost | null = null;
  private heartbeat: Heartbeat | null = null;
  private timer: NodeJS.Timeout;
  private takesBlocked = false;
  private wasFull = false;
  private isFinishing = false;
  private readonly confirming: Channel[] = [];
  private readonly rotation = new Rotation();

  constructor(
    readonly transport: Transport,
    private readonly broker: BrokerContext,
  ) {
    const { peerHost, peerPort, localHost, localPort } = transport;
    this.name = `${peerHost}:${peerPort} -> ${localHost}:${localPort}`;
    this.connectedAtMs = broker.clock.nowMs();
    this.output = new Output(transport, broker.slabs, this);
    this.gate = new ReadGate(transport);
    this.brake = new PublishBrake(this, broker, this.gate);
    this.input = new ConnectionInput(this, broker, this.gate);
    this.timer = setTimeout(() => this.handshakeTimedOut(), broker.connectionSettings.handshakeTimeoutMs);
    broker.registry.add(this);
    broker.churn.connectionCreated++;
    transport.start(this);
  }

  get state(): ManagedConnection['state'] {
    if (this.phase === 'handshake') return this.input.handshake.step;
    if (this.phase !== 'running') return 'closing';
    if (this.gate.isHeldFor(gateReason.alarm)) return 'blocked';
    return this.gate.isHeldFor(gateReason.flow | gateReason.pacing) ? 'flow' : 'running';
  }

  get isPublisher(): boolean {
    return this.brake.isPublisher;
  }
  get isOpen(): boolean {
    return this.phase === 'running';
  }

  /** A close was sent or received: nothing but its answer matters any more. */
  get isEnding(): boolean {
    return this.phase === 'closing' || this.phase === 'closed';
  }

  get hasEnded(): boolean {
    return this.phase === 'closed';
  }

  get host(): string {
    return this.transport.localHost;
  }

  get port(): number {
    return this.transport.localPort;
  }

  get peerHost(): string {
    return this.transport.peerHost;
  }

  get peerPort(): number {
    return this.transport.peerPort;
  }

  get sentBytes(): number {
    return this.output.sentBytes;
  }

  get sentCount(): number {
    return this.output.sentCount;
  }

  get pendingBytes(): number {
    return this.output.pendingBytes;
  }

  get tls(): TransportSecurity | null {
    return this.transport.security;
  }

  /** Bytes kept for frames and contents that are not whole yet, and for transactions that are not committed. */
  get unfinishedBytes(): number {
    let bytes = this.input.heldBytes;
    for (const channel of this.channels.values()) bytes += channel.unfinishedBytes;
    return bytes;
  }

  bytesReceived(buffer: Buffer, start: number, end: number): void {
    if (this.isFinishing) return;
    this.receivedBytes += end - start;
    this.receivedCount++;
    this.input.take(buffer, start, end);
  }

  /** @throws ConnectionError 530 above channel-max */
  openChannel(number: number): void {
    const { entered, broker } = this;
    assert(entered !== null, 'an open connection is in a virtual host');
    const userLimit = broker.accounts.limitOf(this.user, 'max-channels');
    if (number > this.channelMax || this.channels.size >= this.channelMax || (userLimit !== null && this.channels.size >= userLimit)) {
      const text = `NOT_ALLOWED - number of channels opened (${this.channels.size}) has reached the negotiated channel_max (${this.channelMax})`;
      throw new ConnectionError(replyCode.notAllowed, text);
    }
    this.channels.set(number, new Channel(this, number, broker, entered));
    broker.churn.channelCreated++;
    this.output.writeMethod(number, { name: 'channel.open-ok' });
  }

  // ── handshake ────────────────────────────────────────────────────────────────────────────────────────────────────────

  signedIn(user: string, mechanism: SaslMechanism, clientProperties: TypedTable): void {
    this.user = user;
    this.authMechanism = mechanism;
    this.clientProperties = clientProperties;
    this.takesConsumerCancel = hasCapability(clientProperties, 'consumer_cancel_notify');
    this.takesBlocked = hasCapability(clientProperties, 'connection.blocked');
  }

  tuned(frameMaxBytes: number, channelMax: number, heartbeatSeconds: number): void {
    this.frameMaxBytes = frameMaxBytes;
    this.input.frameMaxBytes = frameMaxBytes;
    this.channelMax = channelMax;
    this.heartbeatSeconds = heartbeatSeconds;
    if (heartbeatSeconds > 0) this.heartbeat = new Heartbeat(heartbeatSeconds * 1_000);
  }

  opened(virtualHost: VirtualHost): void {
    clearTimeout(this.timer);
    this.entered = virtualHost;
    this.virtualHost = virtualHost.name;
    this.phase = 'running';
  }

  refused(error: ConnectionError, maySay: boolean): void {
    if (maySay) this.fail(error);
    else this.finish();
  }

  /** AMQP 0-9-1 4.2.2: what we speak, and the end. */
  refuseProtocol(): void {
    this.output.append(ProtocolHeader.bytes);
    this.finish();
  }

  private handshakeTimedOut(): void {
    this.broker.log.warn(
      `connection ${this.name} cut: the handshake took longer than ${this.broker.connectionSettings.handshakeTimeoutMs} ms`,
    );
    this.transport.destroy();
  }

  /** An answer for this channel that has to wait, see DeferredReplies. */
  deferReply(channel: Channel, method: ServerMethod, when: (then: (error?: Error) => void) => void): void {
    this.input.defer(when, (error) => {
      if (this.phase === 'running') channel.answerLate(method, error);
    });
  }

  // ── output ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  outputDirty(): void {
    this.broker.turn.schedule(this);
  }

  /** It asks and does not read the answers: it is not heard either until it does. */
  outputFlooded(): void {
    this.gate.hold(gateReason.answers);
  }

  outputDrained(): void {
    this.wasFull = true;
    this.broker.turn.schedule(this);
  }

  confirmLater(channel: Channel): void {
    if (channel.isConfirmScheduled) return;
    channel.isConfirmScheduled = true;
    this.confirming.push(channel);
    this.broker.turn.schedule(this);
  }

  endTurn(): void {
    if (this.brake.mayReadRest) this.input.resume(gateReason.rest);
    if (this.wasFull) {
      this.wasFull = false;
      for (const channel of this.rotation.next(this.channels.values())) channel.askConsumers();
      this.input.resume(gateReason.answers);
    }
    for (const channel of this.confirming) {
      channel.isConfirmScheduled = false;
      channel.settleConfirms();
    }
    this.confirming.length = 0;
    this.output.flush();
  }

  checkHeartbeat(nowMs: number): void {
    if (this.phase === 'closed') return;
    const isDeaf = this.gate.isHeldFor(gateReason.answers) && this.output.isStuck(nowMs);
    const isSilent = this.heartbeat?.check(nowMs, this.receivedBytes, this.output, this.gate.isOpen) ?? false;
    if (!isDeaf && !isSilent) return;
    const reason = isDeaf ? 'it does not read the answers to what it asks' : `no heartbeat for ${this.heartbeatSeconds * 2} s`;
    this.broker.log.warn(`connection ${this.name} cut: ${reason}`);
    this.transport.destroy();
  }

  // ── flow control ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Not at once: whoever releases is in the middle of a list of those who wait. */
  private readRestSoon(): void {
    if (this.brake.hasRest) this.outputDirty();
  }

  holdForFlow(): void {
    this.gate.hold(gateReason.flow);
  }

  releaseFromFlow(): void {
    this.gate.release(gateReason.flow);
    this.readRestSoon();
  }

  holdForPacing(): void {
    this.gate.hold(gateReason.pacing);
  }

  releaseFromPacing(): void {
    this.gate.release(gateReason.pacing);
    this.readRestSoon();
  }

  block(reason: string): void {
    this.gate.hold(gateReason.alarm);
    if (this.takesBlocked && this.phase === 'running') this.output.writeMethod(0, { name: 'connection.blocked', reason });
  }

  unblock(): void {
    this.gate.release(gateReason.alarm);
    if (this.takesBlocked && this.phase === 'running') this.output.writeMethod(0, { name: 'connection.unblocked' });
  }

  // ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** channel.close by the client was answered. */
  forgetChannel(channel: Channel): void {
    this.releaseChannel(channel);
    this.channels.delete(channel.number);
  }

  closeByBroker(code: ReplyCode, text: string): void {
    this.input.currentMethod = 0;
    this.fail(new ConnectionError(code, text));
  }

  transportClosed(): void {
    if (this.phase === 'closed') return;
    this.release();
    this.phase = 'closed';
    clearTimeout(this.timer);
    this.output.close();
    this.broker.flow.forget(this);
    this.broker.pacing.forget(this);
    this.broker.registry.remove(this);
    this.broker.churn.connectionClosed++;
  }

  /** The one place where errors become close frames. */
  failed(error: unknown, channelNumber: number): void {
    try {
      const channel = this.channels.get(channelNumber);
      if (error instanceof ChannelError && channel !== undefined) this.closeChannel(channel, error);
      else if (error instanceof ConnectionError || error instanceof ChannelError) this.fail(error);
      else {
        this.broker.log.error(`connection ${this.name} failed inside the broker`, error);
        this.fail(new ConnectionError(replyCode.internalError, 'INTERNAL_ERROR'));
      }
    } catch (failure) {
      this.broker.log.error(`connection ${this.name} could not be closed in order`, failure);
      this.transport.destroy();
    }
  }

  private closeChannel(channel: Channel, error: ChannelError): void {
    this.releaseChannel(channel);
    channel.write({ name: 'channel.close', replyCode: error.code, replyText: cutText(error.message), ...this.methodInClose });
  }

  private releaseChannel(channel: Channel): void {
    if (!channel.isClosing) this.broker.churn.channelClosed++;
    channel.release();
  }

  private fail(error: ConnectionError | ChannelError): void {
    if (this.phase === 'closing' || this.phase === 'closed') return;
    this.broker.log.warn(`connection ${this.name} closed with ${error.code}: ${error.message}`);
    this.release();
    this.phase = 'closing';
    const { code, message } = error;
    this.output.writeMethod(0, { name: 'connection.close', replyCode: code, replyText: cutText(message), ...this.methodInClose });
    this.cutSoon();
  }

  closedByPeer(): void {
    this.release();
    this.output.writeMethod(0, { name: 'connection.close-ok' });
    this.finish();
  }

  /** Sends what there is, ends our direction and gives the peer a little time to end its own; hears nothing more. */
  finish(): void {
    if (this.phase === 'closed' || this.isFinishing) return;
    this.isFinishing = true;
    this.phase = 'closing';
    this.output.flush();
    this.transport.end();
    this.cutSoon();
  }

  private cutSoon(): void {
    this.gate.release(gateReason.flow | gateReason.alarm | gateReason.pacing);
    this.readRestSoon();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.transport.destroy(), connectionLimits.closeTimeoutMs);
  }

  /** Channels and exclusive queues go at once, not when the socket is gone (RabbitMQ: before close-ok). */
  private release(): void {
    for (const channel of [...this.channels.values()]) this.releaseChannel(channel);
    this.channels.clear();
    if (this.ownsQueues) this.entered?.connectionClosed(this);
    this.entered = null;
  }

  private get methodInClose(): { classId: number; methodId: number } {
    return { classId: this.input.currentMethod >>> 16, methodId: this.input.currentMethod & 0xffff };
  }
}

/** reply-text is a short string; the text of ours is ASCII but for names, which may be cut inside a character. */
function cutText(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= 255 ? text : new TextDecoder().decode(bytes.subarray(0, 252)).replace(/\uFFFD+$/, '');
}

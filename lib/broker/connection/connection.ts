import {
  ByteReader,
  ChannelError,
  type ClientMethod,
  ConnectionError,
  decodeMethod,
  FrameParser,
  type FrameSink,
  frameConstant,
  methodId,
  type ReplyCode,
  replyCode,
  type ServerMethod,
  STOP_PARSING,
} from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import type { ManagedConnection } from '../management/managed-connection';
import type { ConnectionIdentity } from '../ports';
import type { VirtualHost } from '../vhost/virtual-host';
import type { BrokerContext } from './broker-context';
import { Channel } from './channel';
import { connectionLimits } from './connection-limits';
import { DeferredReplies } from './deferred-replies';
import { handleMethod } from './handlers';
import { Handshake, type HandshakeOwner, hasCapability } from './handshake';
import { Heartbeat } from './heartbeat';
import { Output, type OutputOwner } from './output';
import { ProtocolHeader } from './protocol-header';
import type { FlowControlled } from './publisher-flow';
import type { SaslMechanism } from './sasl';
import type { Transport, TransportListener, TransportSecurity } from './transport';
import type { TurnTask } from './turn';

/** Why the socket is not read; several may hold at once. */
const pauseReason = { signIn: 1, deferred: 2, flow: 4, alarm: 8 } as const;

const methodReader = new ByteReader(Buffer.alloc(0));

/** Methods whose answer waits for the disk. They may follow each other without waiting, others wait for their answers. */
const definingMethods: ReadonlySet<number> = new Set([
  methodId['queue.declare'],
  methodId['queue.bind'],
  methodId['queue.unbind'],
  methodId['queue.delete'],
  methodId['exchange.declare'],
  methodId['exchange.delete'],
  methodId['exchange.bind'],
  methodId['exchange.unbind'],
]);

/**
 * One client connection, from the protocol header to the end of its socket.
 *
 *   header ─> handshake ─> running ─── close / error ──> closing ── close-ok, timeout, end of socket ──> closed
 *     └ not AMQP 0-9-1: our header, then the end          (only connection.close and close-ok are read)
 */
export class Connection
  implements FrameSink, TransportListener, OutputOwner, TurnTask, HandshakeOwner, FlowControlled, ConnectionIdentity, ManagedConnection
{
  readonly name: string;
  readonly output: Output;
  readonly channels = new Map<number, Channel>();
  readonly connectedAtMs: number;
  user = '';
  virtualHost = '';
  authMechanism = '';
  clientProperties: TypedTable = [];
  channelMax = 0;
  frameMaxBytes: number = connectionLimits.initialFrameMaxBytes;
  heartbeatSeconds = 0;
  receivedBytes = 0;
  receivedCount = 0;
  isScheduled = false;
  isPublisher = false;
  /** Set by a publish, cleared when flow control has looked at it. */
  hasPublished = false;
  takesConsumerCancel = false;
  /** It declared an exclusive queue: those go with it. */
  ownsQueues = false;

  private phase: 'header' | 'handshake' | 'running' | 'closing' | 'closed' = 'header';
  private readonly header = new ProtocolHeader();
  private readonly parser: FrameParser;
  private readonly handshake: Handshake;
  private readonly deferred = new DeferredReplies(() => this.readOn());
  private entered: VirtualHost | null = null;
  private heartbeat: Heartbeat | null = null;
  private timer: NodeJS.Timeout;
  private pauses = 0;
  private takesBlocked = false;
  private wasFull = false;
  private currentMethod = 0;
  private readonly confirming: Channel[] = [];

  constructor(
    readonly transport: Transport,
    private readonly broker: BrokerContext,
  ) {
    const { peerHost, peerPort, localHost, localPort } = transport;
    this.name = `${peerHost}:${peerPort} -> ${localHost}:${localPort}`;
    this.connectedAtMs = broker.clock.nowMs();
    this.output = new Output(transport, broker.slabs, this);
    this.parser = new FrameParser(this, this.frameMaxBytes);
    this.handshake = new Handshake(this, broker);
    this.timer = setTimeout(() => this.handshakeTimedOut(), broker.connectionSettings.handshakeTimeoutMs);
    broker.registry.add(this);
    broker.churn.connectionCreated++;
    transport.start(this);
  }

  get state(): ManagedConnection['state'] {
    if (this.phase === 'header') return 'starting';
    if (this.phase === 'handshake') return this.handshake.step;
    if (this.phase !== 'running') return 'closing';
    if ((this.pauses & pauseReason.alarm) !== 0) return 'blocked';
    return (this.pauses & pauseReason.flow) === 0 ? 'running' : 'flow';
  }

  get isOpen(): boolean {
    return this.phase === 'running';
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

  /** Bytes kept for frames and contents that are not whole yet. */
  get inputBytes(): number {
    let bytes = this.parser.heldBytes;
    for (const channel of this.channels.values()) bytes += channel.publisher.assemblyBytes;
    return bytes;
  }

  // ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  bytesReceived(buffer: Buffer, start: number, end: number): void {
    this.receivedBytes += end - start;
    this.receivedCount++;
    let at = start;
    if (this.phase === 'header') {
      const used = this.header.take(buffer, start, end);
      if (used < 0) {
        this.refuseProtocol();
        return;
      }
      if (!this.header.isComplete) return;
      at += used;
      this.phase = 'handshake';
      this.handshake.begin();
    }
    this.parse(() => this.parser.push(buffer, at, end));
    if (!this.hasPublished) return;
    this.hasPublished = false;
    this.isPublisher = true;
    this.broker.flow.afterPublish(this);
  }

  onFrame(type: number, number: number, buffer: Buffer, start: number, end: number, bufferEnd: number): number {
    if (this.deferred.isWaiting && !isDefining(type, buffer, start)) {
      this.deferred.hold(type, number, buffer, start, end);
      this.pause(pauseReason.deferred);
      return STOP_PARSING;
    }
    try {
      if (this.phase === 'running') {
        const channel = this.channels.get(number);
        if (channel !== undefined && !channel.isClosing) return this.onChannelFrame(channel, type, buffer, start, end, bufferEnd);
      }
      this.onOtherFrame(type, number, buffer, start, end);
    } catch (error) {
      this.inOrder(() => this.failed(error, number));
    }
    return (this.pauses & (pauseReason.signIn | pauseReason.deferred)) !== 0 ? STOP_PARSING : end + 1;
  }

  private onChannelFrame(channel: Channel, type: number, buffer: Buffer, start: number, end: number, bufferEnd: number): number {
    switch (type) {
      case frameConstant.method: {
        const id = methodIdAt(buffer, start, end);
        this.currentMethod = id;
        if (channel.publisher.isAwaitingContent) throw unexpectedMethod();
        if (id === methodId['basic.publish']) return channel.publisher.onMethod(buffer, start, end, bufferEnd);
        handleMethod(channel, decodeMethod(methodReader.over(buffer, start, end)));
        break;
      }
      case frameConstant.header:
        channel.publisher.onHeader(buffer, start, end);
        break;
      case frameConstant.body:
        channel.publisher.onBody(buffer, start, end);
        break;
      default:
        throw new ConnectionError(replyCode.frameError, `FRAME_ERROR - unexpected frame type ${type} on channel ${channel.number}`);
    }
    return (this.pauses & pauseReason.deferred) !== 0 ? STOP_PARSING : end + 1;
  }

  private onOtherFrame(type: number, number: number, buffer: Buffer, start: number, end: number): void {
    if (type === frameConstant.heartbeat && number === 0) return;
    if (type !== frameConstant.method) {
      // What was sent before the peer heard of the end is dropped (AMQP 0-9-1 2.2.7).
      if (this.phase === 'closing' || this.channels.get(number)?.isClosing) return;
      throw new ConnectionError(replyCode.frameError, `FRAME_ERROR - unexpected frame type ${type} on channel ${number}`);
    }
    this.currentMethod = methodIdAt(buffer, start, end);
    if (number === 0) this.onConnectionMethod(buffer, start, end);
    else if (this.phase === 'running') this.onMethodWithoutChannel(number, buffer, start, end);
    else if (this.phase === 'handshake') throw new ConnectionError(replyCode.channelError, 'CHANNEL_ERROR - connection is not open yet');
  }

  private onConnectionMethod(buffer: Buffer, start: number, end: number): void {
    const isClose = this.currentMethod === methodId['connection.close'];
    if (this.phase === 'closing' && !isClose) {
      if (this.currentMethod === methodId['connection.close-ok']) this.finish();
      return;
    }
    const method = decodeMethod(methodReader.over(buffer, start, end));
    if (method.name === 'connection.close') this.closedByPeer();
    else if (this.phase === 'handshake') {
      const pending = this.handshake.onMethod(method as ClientMethod);
      if (pending !== null) this.waitFor(pending);
    } else if (method.name === 'connection.update-secret') {
      // Our mechanisms have no secret that expires; the new one is good for the next sign-in. RabbitMQ answers the same.
      this.output.writeMethod(0, { name: 'connection.update-secret-ok' });
    } else {
      throw new ConnectionError(replyCode.commandInvalid, `COMMAND_INVALID - ${method.name} is not expected on channel 0`);
    }
  }

  private onMethodWithoutChannel(number: number, buffer: Buffer, start: number, end: number): void {
    const channel = this.channels.get(number);
    if (channel !== undefined) {
      if (this.currentMethod === methodId['channel.close-ok']) this.channels.delete(number);
      else if (this.currentMethod === methodId['channel.close']) this.output.writeMethod(number, { name: 'channel.close-ok' });
      return;
    }
    if (this.currentMethod === methodId['channel.close-ok']) return;
    const method = decodeMethod(methodReader.over(buffer, start, end));
    if (method.name !== 'channel.open') throw new ConnectionError(replyCode.channelError, "CHANNEL_ERROR - expected 'channel.open'");
    this.openChannel(number);
  }

  private openChannel(number: number): void {
    const { entered, broker } = this;
    if (entered === null) throw unexpectedMethod();
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
    this.parser.frameMaxBytes = frameMaxBytes;
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

  private waitFor(pending: Promise<void>): void {
    this.pause(pauseReason.signIn);
    pending
      .catch((error: unknown) => this.failed(error, 0))
      .finally(() => {
        this.unpause(pauseReason.signIn);
        this.readOn();
      });
  }

  private refuseProtocol(): void {
    this.output.append(ProtocolHeader.bytes);
    this.finish();
  }

  private handshakeTimedOut(): void {
    this.broker.log.warn(
      `connection ${this.name} cut: the handshake took longer than ${this.broker.connectionSettings.handshakeTimeoutMs} ms`,
    );
    this.transport.destroy();
  }

  // ── answers that wait for the disk ───────────────────────────────────────────────────────────────────────────────────

  deferReply(channel: Channel, method: ServerMethod, when: (then: () => void) => void): void {
    this.deferred.add(when, () => {
      if (!channel.isClosing && this.phase === 'running') channel.write(method);
    });
  }

  private inOrder(act: () => void): void {
    if (!this.deferred.isWaiting) act();
    else this.deferred.add((then) => this.broker.definitions.whenDurable(then), act);
  }

  private readOn(): void {
    if (this.phase === 'closed') return;
    this.unpause(pauseReason.deferred);
    const held = this.deferred.takeHeldFrame();
    this.parse(() => {
      if (held !== null) this.onFrame(held.type, held.channel, held.payload, 0, held.payload.length, held.payload.length);
      if ((this.pauses & (pauseReason.signIn | pauseReason.deferred)) === 0) this.parser.resume();
    });
  }

  private parse(work: () => void): void {
    if (this.phase === 'closed') return;
    try {
      work();
    } catch (error) {
      // Only the parser throws here: where the next frame begins is unknown from now on.
      this.failed(error, 0);
      this.finish();
    }
  }

  // ── output ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  outputDirty(): void {
    this.broker.turn.schedule(this);
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
    if (this.wasFull) {
      this.wasFull = false;
      for (const channel of this.channels.values()) channel.askConsumers();
    }
    for (const channel of this.confirming) {
      channel.isConfirmScheduled = false;
      channel.settleConfirms();
    }
    this.confirming.length = 0;
    this.output.flush();
  }

  checkHeartbeat(nowMs: number): void {
    if (this.heartbeat === null || this.phase === 'closed') return;
    if (!this.heartbeat.check(nowMs, this.receivedBytes, this.output, this.pauses === 0)) return;
    this.broker.log.warn(`connection ${this.name} cut: no heartbeat for ${this.heartbeatSeconds * 2} s`);
    this.transport.destroy();
  }

  // ── flow control ─────────────────────────────────────────────────────────────────────────────────────────────────────

  holdForFlow(): void {
    this.pause(pauseReason.flow);
  }

  releaseFromFlow(): void {
    this.unpause(pauseReason.flow);
  }

  block(reason: string): void {
    this.pause(pauseReason.alarm);
    if (this.takesBlocked && this.phase === 'running') this.output.writeMethod(0, { name: 'connection.blocked', reason });
  }

  unblock(): void {
    this.unpause(pauseReason.alarm);
    if (this.takesBlocked && this.phase === 'running') this.output.writeMethod(0, { name: 'connection.unblocked' });
  }

  private pause(reason: number): void {
    if (this.pauses === 0) this.transport.pause();
    this.pauses |= reason;
  }

  private unpause(reason: number): void {
    if ((this.pauses & reason) === 0) return;
    this.pauses &= ~reason;
    if (this.pauses === 0) this.transport.resume();
  }

  // ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** channel.close by the client was answered. */
  forgetChannel(channel: Channel): void {
    this.releaseChannel(channel);
    this.channels.delete(channel.number);
  }

  closeByBroker(code: ReplyCode, text: string): void {
    this.currentMethod = 0;
    this.fail(new ConnectionError(code, text));
  }

  transportClosed(): void {
    if (this.phase === 'closed') return;
    this.release();
    this.phase = 'closed';
    clearTimeout(this.timer);
    this.output.close();
    this.broker.flow.forget(this);
    this.broker.registry.remove(this);
    this.broker.churn.connectionClosed++;
  }

  private failed(error: unknown, channelNumber: number): void {
    const channel = this.channels.get(channelNumber);
    if (error instanceof ChannelError && channel !== undefined) this.closeChannel(channel, error);
    else if (error instanceof ConnectionError || error instanceof ChannelError) this.fail(error);
    else {
      this.broker.log.error(`connection ${this.name} failed inside the broker`, error);
      this.fail(new ConnectionError(replyCode.internalError, 'INTERNAL_ERROR'));
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
    this.output.writeMethod(0, {
      name: 'connection.close',
      replyCode: error.code,
      replyText: cutText(error.message),
      ...this.methodInClose,
    });
    this.unpauseAll();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.transport.destroy(), connectionLimits.closeTimeoutMs);
  }

  private closedByPeer(): void {
    this.release();
    this.output.writeMethod(0, { name: 'connection.close-ok' });
    this.finish();
  }

  /** Sends what there is, ends our direction and gives the peer a little time to end its own. */
  private finish(): void {
    this.phase = this.phase === 'closed' ? 'closed' : 'closing';
    this.output.flush();
    this.transport.end();
    this.unpauseAll();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.transport.destroy(), connectionLimits.closeTimeoutMs);
  }

  private unpauseAll(): void {
    this.unpause(pauseReason.flow | pauseReason.alarm);
  }

  /** Channels and exclusive queues go at once, not when the socket is gone (RabbitMQ: before close-ok). */
  private release(): void {
    for (const channel of [...this.channels.values()]) this.releaseChannel(channel);
    this.channels.clear();
    if (this.ownsQueues) this.entered?.connectionClosed(this);
    this.entered = null;
  }

  private get methodInClose(): { classId: number; methodId: number } {
    return { classId: this.currentMethod >>> 16, methodId: this.currentMethod & 0xffff };
  }
}

function isDefining(type: number, buffer: Buffer, start: number): boolean {
  return type === frameConstant.method && definingMethods.has(buffer.readUInt32BE(start));
}

function methodIdAt(buffer: Buffer, start: number, end: number): number {
  if (end - start < 4) throw new ConnectionError(replyCode.frameError, 'FRAME_ERROR - method frame without a method');
  return buffer.readUInt32BE(start);
}

function unexpectedMethod(): ConnectionError {
  return new ConnectionError(replyCode.unexpectedFrame, 'UNEXPECTED_FRAME - expected content header or body, got method frame instead');
}

/** reply-text is a short string; the text of ours is ASCII but for names, which may be cut inside a character. */
function cutText(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= 255 ? text : new TextDecoder().decode(bytes.subarray(0, 252)).replace(/\uFFFD+$/, '');
}

import {
  ByteReader,
  type ClientMethod,
  ConnectionError,
  decodeMethod,
  FrameParser,
  type FrameSink,
  frameConstant,
  methodId,
  replyCode,
  STOP_PARSING,
  stopBefore,
} from '../../amqp';
import { limits } from '../limits';
import type { BrokerContext } from './broker-context';
import type { Channel } from './channel';
import type { Connection } from './connection';
import { connectionLimits } from './connection-limits';
import { DeferredReplies } from './deferred-replies';
import { handleMethod } from './handlers';
import { Handshake } from './handshake';
import { ProtocolHeader } from './protocol-header';
import { gateReason, type ReadGate } from './read-gate';

/** While one of these holds, not even bytes that are here already are looked at. */
const PARSING_STOPS = gateReason.signIn | gateReason.deferred | gateReason.answers | gateReason.turn | gateReason.rest;

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
 * From received bytes to what a connection and its channels do.
 *
 *   bytes ─> protocol header ─> frames ─┬> channel: method | header | body
 *                                       ├> channel 0: handshake, connection.close …
 *                                       └> no such channel: channel.open, or what a closing one still sends
 */
export class ConnectionInput implements FrameSink {
  readonly handshake: Handshake;
  /** class id << 16 | method id of the method last seen: a close frame names it. */
  currentMethod = 0;
  private frameCount = 0;
  /** Null until the clock was read in this turn. */
  private turnEndsAtMs: number | null = null;
  private readonly header = new ProtocolHeader();
  private readonly parser = new FrameParser(this, limits.frameMinBytes);
  private readonly deferred = new DeferredReplies(() => this.readOn());

  constructor(
    private readonly connection: Connection,
    private readonly broker: BrokerContext,
    private readonly gate: ReadGate,
  ) {
    this.handshake = new Handshake(connection, broker);
  }

  set frameMaxBytes(frameMaxBytes: number) {
    this.parser.frameMaxBytes = frameMaxBytes;
  }

  get heldBytes(): number {
    return this.parser.heldBytes;
  }

  take(buffer: Buffer, start: number, end: number): void {
    let at = start;
    if (!this.header.isComplete) {
      const used = this.header.take(buffer, start, end);
      if (used < 0) {
        this.connection.refuseProtocol();
        return;
      }
      if (!this.header.isComplete) return;
      at += used;
      this.handshake.begin();
    }
    this.turnEndsAtMs = null;
    this.parse(() => this.parser.push(buffer, at, end));
  }

  /** What held the gate is over. @param reason one that stops the parsing */
  resume(reason: number): void {
    if (!this.gate.isHeldFor(reason)) return;
    this.gate.release(reason);
    if (this.gate.isHeldFor(PARSING_STOPS)) return;
    this.turnEndsAtMs = null;
    this.parse(() => this.parser.resume());
  }

  onFrame(type: number, number: number, buffer: Buffer, start: number, end: number, bufferEnd: number): number {
    const { connection } = this;
    if (this.deferred.isWaiting && !isDefining(type, buffer, start, end)) {
      this.deferred.hold(type, number, buffer, start, end);
      this.gate.hold(gateReason.deferred);
      return STOP_PARSING;
    }
    try {
      if (connection.isOpen) {
        const channel = connection.channels.get(number);
        if (channel !== undefined && !channel.isClosing) return this.onChannelFrame(channel, type, buffer, start, end, bufferEnd);
      }
      this.onOtherFrame(type, number, buffer, start, end);
    } catch (error) {
      this.failInOrder(error, number);
    }
    return this.gate.isHeldFor(PARSING_STOPS) ? STOP_PARSING : end + 1;
  }

  /** An answer that leaves when `when` calls back, after those deferred before it and before all that follows. */
  defer(when: (then: (error?: Error) => void) => void, answer: (error?: Error) => void): void {
    this.deferred.add(when, answer);
  }

  private onChannelFrame(channel: Channel, type: number, buffer: Buffer, start: number, end: number, bufferEnd: number): number {
    switch (type) {
      case frameConstant.method: {
        const id = methodIdAt(buffer, start, end);
        this.currentMethod = id;
        if (channel.publisher.isAwaitingContent) throw unexpectedMethod();
        if (id === methodId['basic.publish']) {
          const next = channel.publisher.onMethod(buffer, start, end, bufferEnd);
          this.connection.brake.apply();
          return this.goOn(next);
        }
        channel.changesBefore = this.broker.definitions.changeCount;
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
        throw misplaced(type, channel.number);
    }
    return this.goOn(end + 1);
  }

  /** @returns for the parser: on at `position`, or a stop before it */
  private goOn(position: number): number {
    if (++this.frameCount % connectionLimits.framesBetweenClockReads === 0) this.endTurnWhenDue();
    return this.gate.isHeldFor(PARSING_STOPS) ? stopBefore(position) : position;
  }

  /** What one peer sent at once may cost seconds (bindings to match, messages to load): others get their turn in between. */
  private endTurnWhenDue(): void {
    const nowMs = performance.now();
    this.turnEndsAtMs ??= nowMs + connectionLimits.turnMs;
    if (nowMs < this.turnEndsAtMs) return;
    this.gate.hold(gateReason.turn);
    setImmediate(() => this.resume(gateReason.turn));
  }

  private onOtherFrame(type: number, number: number, buffer: Buffer, start: number, end: number): void {
    const { connection } = this;
    if (type === frameConstant.heartbeat && number === 0 && start === end) return;
    if (type !== frameConstant.method) {
      // What was sent before the peer heard of the end is dropped (AMQP 0-9-1 2.2.7).
      if (connection.isEnding || connection.channels.get(number)?.isClosing) return;
      throw misplaced(type, number);
    }
    this.currentMethod = methodIdAt(buffer, start, end);
    if (number === 0) this.onConnectionMethod(buffer, start, end);
    else if (connection.isOpen) this.onMethodWithoutChannel(number, buffer, start, end);
    else if (!connection.isEnding) throw new ConnectionError(replyCode.channelError, 'CHANNEL_ERROR - the connection is not open yet');
  }

  private onConnectionMethod(buffer: Buffer, start: number, end: number): void {
    const { connection } = this;
    if (connection.isEnding && this.currentMethod !== methodId['connection.close']) {
      if (this.currentMethod === methodId['connection.close-ok']) connection.finish();
      return;
    }
    const method = decodeMethod(methodReader.over(buffer, start, end));
    if (method.name === 'connection.close') connection.closedByPeer();
    else if (!connection.isOpen) this.shakeHands(method as ClientMethod);
    else if (method.name === 'connection.update-secret') {
      // Our mechanisms have no secret that expires: the new one counts at the next sign-in.
      connection.output.writeMethod(0, { name: 'connection.update-secret-ok' });
    } else {
      throw new ConnectionError(replyCode.channelError, `CHANNEL_ERROR - ${method.name} is not expected on channel 0`);
    }
  }

  private shakeHands(method: ClientMethod): void {
    const pending = this.handshake.onMethod(method);
    if (pending === null) return;
    this.gate.hold(gateReason.signIn);
    pending.catch((error: unknown) => this.connection.failed(error, 0)).finally(() => this.resume(gateReason.signIn));
  }

  private onMethodWithoutChannel(number: number, buffer: Buffer, start: number, end: number): void {
    const { connection } = this;
    const closing = connection.channels.get(number);
    if (closing !== undefined) {
      if (this.currentMethod === methodId['channel.close-ok']) connection.channels.delete(number);
      else if (this.currentMethod === methodId['channel.close']) closing.write({ name: 'channel.close-ok' });
      return;
    }
    if (this.currentMethod === methodId['channel.close-ok']) return;
    const method = decodeMethod(methodReader.over(buffer, start, end));
    if (method.name !== 'channel.open') throw new ConnectionError(replyCode.channelError, "CHANNEL_ERROR - expected 'channel.open'");
    this.broker.room.requireForChannel();
    connection.openChannel(number);
  }

  /** Behind the answers that still wait; until then nothing more is read, as after the error itself. */
  private failInOrder(error: unknown, channel: number): void {
    if (!this.deferred.isWaiting) {
      this.connection.failed(error, channel);
      return;
    }
    this.gate.hold(gateReason.deferred);
    const whenDefined = (then: () => void): void => this.broker.definitions.whenDurable(then);
    this.deferred.add(whenDefined, () => this.connection.failed(error, channel));
  }

  private readOn(): void {
    this.gate.release(gateReason.deferred);
    this.turnEndsAtMs = null;
    const held = this.deferred.takeHeldFrame();
    this.parse(() => {
      if (held !== null) this.onFrame(held.type, held.channel, held.payload, 0, held.payload.length, held.payload.length);
      if (!this.gate.isHeldFor(PARSING_STOPS)) this.parser.resume();
    });
  }

  private parse(work: () => void): void {
    if (this.connection.hasEnded) return;
    try {
      work();
      this.connection.brake.look();
    } catch (error) {
      // Only the parser throws here: where the next frame begins is unknown from now on.
      this.connection.failed(error, 0);
      this.connection.finish();
    }
  }
}

function isDefining(type: number, buffer: Buffer, start: number, end: number): boolean {
  return type === frameConstant.method && end - start >= 4 && definingMethods.has(buffer.readUInt32BE(start));
}

function methodIdAt(buffer: Buffer, start: number, end: number): number {
  if (end - start < 4) throw new ConnectionError(replyCode.frameError, 'FRAME_ERROR - method frame without a method');
  return buffer.readUInt32BE(start);
}

function unexpectedMethod(): ConnectionError {
  return new ConnectionError(replyCode.unexpectedFrame, 'UNEXPECTED_FRAME - expected content header or body, got method frame instead');
}

/** RabbitMQ: 505 for a frame in a place where there is none of its type, 501 for one that is nowhere; also a heartbeat with a payload. */
function misplaced(type: number, channel: number): ConnectionError {
  const isMisplaced = type === frameConstant.header || type === frameConstant.body || (type === frameConstant.heartbeat && channel !== 0);
  const [code, name] = isMisplaced
    ? ([replyCode.unexpectedFrame, 'UNEXPECTED_FRAME'] as const)
    : ([replyCode.frameError, 'FRAME_ERROR'] as const);
  return new ConnectionError(code, `${name} - a frame of type ${type} is not expected on channel ${channel}`);
}

import { createHash, type Hash, hash } from 'node:crypto';
import { decodeContentHeader, type TableMemo } from '../../amqp';
import type { MessageProperties } from '../../model/message';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';

/** A message's content as received. `headerPayload` is the property list as it was on the wire, to be sent on unchanged. */
export type Content = {
  readonly properties: MessageProperties;
  readonly headerPayload: Buffer;
  readonly bodySizeBytes: number;
  /** The first bytes of the body: all of them unless the channel keeps fewer. */
  readonly body: Buffer;
  /** SHA-256 of the whole body in base64url, also when fewer bytes were kept; null unless the channel was asked for it. */
  readonly bodyDigest: string | null;
};

const none = Buffer.alloc(0);

/** Joins one header frame and the body frames behind it (AMQP 4.2.6); keeps at most `bodyKeepBytes` of the body. */
export class ContentAssembler {
  private header: { readonly payload: Buffer; readonly properties: MessageProperties; readonly bodySizeBytes: number } | null = null;
  private readonly pieces: Buffer[] = [];
  private receivedBytes = 0;
  private keptBytes = 0;
  /** Of a body in several pieces. */
  private digest: Hash | null = null;

  constructor(
    private readonly bodyKeepBytes: number,
    private readonly memo: TableMemo,
    private readonly withDigest = false,
  ) {}

  /** @returns the content when the header says that there is no body */
  addHeader(payload: Buffer): Content | null {
    const { bodySizeBytes, properties } = decodeContentHeader(payload, 0, payload.length, this.memo);
    if (Math.min(bodySizeBytes, this.bodyKeepBytes) > amqpLimits.bodyBytesMax) {
      throw new AmqpFault(
        'channel',
        `A message of ${bodySizeBytes} bytes is larger than the ${amqpLimits.bodyBytesMax} that fit in memory.`,
      );
    }
    this.header = { payload, properties, bodySizeBytes };
    return this.finishIfWhole();
  }

  /** @returns the content when this was its last piece */
  addBody(piece: Buffer): Content | null {
    this.receivedBytes += piece.length;
    const isWhole = piece.length === this.header?.bodySizeBytes;
    if (this.withDigest && !isWhole) this.digest = (this.digest ?? createHash('sha256')).update(piece);
    const kept = piece.subarray(0, Math.max(0, this.bodyKeepBytes - this.keptBytes));
    // A copy: the piece is a view into a whole read of the socket.
    if (kept.length > 0) this.pieces.push(Buffer.from(kept));
    this.keptBytes += kept.length;
    return this.finishIfWhole(isWhole ? piece : none);
  }

  /** `whole` is the body that came in one piece. */
  private finishIfWhole(whole: Buffer = none): Content | null {
    if (this.header === null) throw new AmqpFault('connection', 'The broker sent a body before its header.');
    if (this.receivedBytes < this.header.bodySizeBytes) return null;
    const { payload, properties, bodySizeBytes } = this.header;
    const bodyDigest = this.withDigest ? (this.digest?.digest('base64url') ?? hash('sha256', whole, 'base64url')) : null;
    const [only = none] = this.pieces;
    const body = this.pieces.length > 1 ? Buffer.concat(this.pieces) : only;
    return { properties, headerPayload: payload, bodySizeBytes, body, bodyDigest };
  }
}

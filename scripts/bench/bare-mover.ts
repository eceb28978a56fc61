import { RawConnection } from '../../e2e/support/raw-connection';
import { encodeMethodFrame, frameConstant } from '../../lib/amqp';

const BASIC_DELIVER = (60 << 16) | 60;
const BASIC_ACK = (60 << 16) | 80;
const FRAME_HEADER_BYTES = 7;
const PREFETCH_COUNT = 2_000;
const ACKNOWLEDGE_EVERY = 500;

type Move = { readonly from: string; readonly to: string; readonly count: number };

/**
 * The least that any client must do to move messages without losing one: consume, publish with mandatory and confirm,
 * acknowledge what was confirmed. Contents are passed on as the bytes that came, nothing is journalled, looked at or kept.
 * What this reaches is what the broker allows. @returns messages a second
 */
export async function moveBarely(host: string, port: number, move: Move): Promise<number> {
  const source = await RawConnection.open(host, port);
  const target = await RawConnection.open(host, port);
  try {
    await target.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    await source.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: PREFETCH_COUNT, global: false }, 'basic.qos-ok');
    const startedAt = performance.now();
    await passOn(source, target, move);
    return (move.count / (performance.now() - startedAt)) * 1_000;
  } finally {
    source.close();
    target.close();
  }
}

/** Resolves when the last message is confirmed and acknowledged. */
async function passOn(source: RawConnection, target: RawConnection, { from, to, count }: Move): Promise<void> {
  const gathered = new Gathered(target);
  const publish = encodeMethodFrame(1, { name: 'basic.publish', exchange: '', routingKey: to, mandatory: true, immediate: false });
  source.tap = (type, buffer, start, end) => {
    if (type === frameConstant.method) {
      if (buffer.readUInt32BE(start) !== BASIC_DELIVER) return false;
      gathered.add(publish);
    } else gathered.add(Buffer.from(buffer.subarray(start - FRAME_HEADER_BYTES, end + 1)));
    return true;
  };
  const confirmed = new Promise<void>((resolve) => {
    const settle = (deliveryTag: number): void => {
      source.send(1, { name: 'basic.ack', deliveryTag, multiple: true });
      if (deliveryTag === count) resolve();
    };
    target.tap = confirmTap(count, settle);
  });
  const consumer = { consumerTag: 'mover', noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] };
  await source.call({ name: 'basic.consume', queue: from, ...consumer }, 'basic.consume-ok');
  await confirmed;
  await source.call({ name: 'basic.cancel', consumerTag: 'mover', noWait: false }, 'basic.cancel-ok');
}

/** Both channels count from 1 and in the same order, so a publish's sequence number is its delivery's tag. */
function confirmTap(count: number, settle: (deliveryTag: number) => void): RawConnection['tap'] {
  const isConfirmed = new Uint8Array(count + 2);
  let confirmedTo = 0;
  let settledTo = 0;
  return (type, buffer, start) => {
    if (type !== frameConstant.method || buffer.readUInt32BE(start) !== BASIC_ACK) return false;
    const tag = Number(buffer.readBigUInt64BE(start + 4));
    const isMultiple = buffer[start + 12] === 1;
    isConfirmed.fill(1, isMultiple ? confirmedTo + 1 : tag, tag + 1);
    while (isConfirmed[confirmedTo + 1] === 1) confirmedTo += 1;
    if (confirmedTo - settledTo >= ACKNOWLEDGE_EVERY || confirmedTo === count) {
      settle(confirmedTo);
      settledTo = confirmedTo;
    }
    return true;
  };
}

/** Frames of one turn of the event loop, written together. */
class Gathered {
  private frames: Buffer[] = [];

  constructor(private readonly target: RawConnection) {}

  add(frame: Buffer): void {
    if (this.frames.length === 0) setImmediate(() => this.flush());
    this.frames.push(frame);
  }

  private flush(): void {
    this.target.socket.write(Buffer.concat(this.frames));
    this.frames = [];
  }
}

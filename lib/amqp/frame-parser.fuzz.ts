// Goal: however the bytes of a stream are cut into chunks, the parser tells the same frames; it throws nothing but
// ConnectionError; a stop holds exactly what follows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from './errors';
import { FrameParser, type FrameSink, STOP_PARSING, stopBefore } from './frame-parser';

type Frame = { type: number; channel: number; payload: string };
const FRAME_MAX_BYTES = 256;

const frame = fc.record({
  type: fc.constantFrom(1, 2, 3, 8),
  channel: fc.integer({ min: 0, max: 65_535 }),
  payload: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});

function encode({ type, channel, payload }: Frame): Buffer {
  const bytes = Buffer.from(payload, 'hex');
  const head = Buffer.alloc(7);
  head[0] = type;
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(bytes.length, 3);
  return Buffer.concat([head, bytes, Buffer.from([0xce])]);
}

class Recorder implements FrameSink {
  readonly frames: Frame[] = [];
  stopEvery = 0;
  onFrame(type: number, channel: number, buffer: Buffer, start: number, end: number): number {
    this.frames.push({ type, channel, payload: buffer.toString('hex', start, end) });
    if (this.stopEvery === 0 || this.frames.length % this.stopEvery !== 0) return end + 1;
    return this.frames.length % 2 === 0 ? STOP_PARSING : stopBefore(end + 1);
  }
}

/** Each chunk is read into one reused buffer and overwritten afterwards, as a socket's read buffer is. */
function pushInChunks(parser: FrameParser, bytes: Buffer, cuts: readonly number[], afterEach: () => void = () => {}): void {
  const reused = Buffer.alloc(bytes.length);
  const points = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...points, bytes.length]) {
    bytes.copy(reused, 0, from, to);
    parser.push(reused, 0, to - from);
    reused.fill(0xee);
    afterEach();
    from = to;
  }
}

describe('the frame parser', () => {
  it('tells the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (frames, cuts) => {
        const recorder = new Recorder();
        pushInChunks(new FrameParser(recorder, FRAME_MAX_BYTES), Buffer.concat(frames.map(encode)), cuts);
        expect(recorder.frames).toEqual(frames);
      }),
    );
  });

  it('tells the same frames at every single split point', () => {
    const frames: Frame[] = [
      { type: 1, channel: 1, payload: '003c0028' },
      { type: 8, channel: 0, payload: '' },
      { type: 3, channel: 65_535, payload: 'ce'.repeat(20) },
    ];
    const bytes = Buffer.concat(frames.map(encode));
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const recorder = new Recorder();
        pushInChunks(new FrameParser(recorder, FRAME_MAX_BYTES), bytes, [first, second]);
        expect(recorder.frames).toEqual(frames);
      }
    }
  });

  it('holds what follows a stop and goes on with it, in order', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (frames, cuts, stopEvery) => {
          const recorder = new Recorder();
          recorder.stopEvery = stopEvery;
          const parser = new FrameParser(recorder, FRAME_MAX_BYTES);
          pushInChunks(parser, Buffer.concat(frames.map(encode)), cuts, () => {
            if (cuts.length % 2 === 0) parser.resume();
          });
          for (let round = 0; round <= frames.length; round++) parser.resume();
          expect(recorder.frames).toEqual(frames);
          expect(parser.heldBytes).toBe(0);
        },
      ),
    );
  });

  it('throws nothing but ConnectionError on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(), { maxLength: 8 }), (random, cuts) => {
        try {
          pushInChunks(new FrameParser(new Recorder(), FRAME_MAX_BYTES), Buffer.from(random), cuts);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses a frame above the agreed size by its head alone, and takes one of exactly that size', () => {
    const fits = encode({ type: 3, channel: 1, payload: 'aa'.repeat(FRAME_MAX_BYTES - 8) });
    const recorder = new Recorder();
    new FrameParser(recorder, FRAME_MAX_BYTES).push(fits);
    expect(recorder.frames).toHaveLength(1);
    const head = Buffer.from([3, 0, 1, 0xff, 0xff, 0xff, 0xff]);
    for (let split = 0; split <= head.length; split++) {
      const parser = new FrameParser(new Recorder(), FRAME_MAX_BYTES);
      expect(() => pushInChunks(parser, head, [split])).toThrow(ConnectionError);
    }
  });

  it('refuses a frame without its end octet', () => {
    const bytes = encode({ type: 1, channel: 1, payload: '0102' });
    bytes[bytes.length - 1] = 0;
    for (let split = 0; split <= bytes.length; split++) {
      expect(() => pushInChunks(new FrameParser(new Recorder(), FRAME_MAX_BYTES), bytes, [split])).toThrow(/end octet/);
    }
  });
});

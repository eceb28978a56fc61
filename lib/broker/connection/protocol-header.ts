/** 'AMQP' 0 0 9 1, AMQP 0-9-1 4.2.2 */
const HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
/** 'AMQP' 1 1 0 9 is that of 0-9, with the same methods on the wire. RabbitMQ takes it as 0-9-1; Perl's Net::AMQP sends it. */
const HEADER_OF_0_9 = Buffer.from([0x41, 0x4d, 0x51, 0x50, 1, 1, 0, 9]);

/** The first eight bytes of a connection, which may arrive one by one. */
export class ProtocolHeader {
  private matched = 0;
  private candidates = [HEADER, HEADER_OF_0_9];

  static readonly bytes = HEADER;

  /** @returns bytes used of buffer[start … end): all of the header's when it is complete; -1 when these are not ours */
  take(buffer: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && !this.isComplete) {
      this.candidates = this.candidates.filter((header) => header[this.matched] === buffer[at]);
      if (this.candidates.length === 0) return -1;
      at++;
      this.matched++;
    }
    return at - start;
  }

  get isComplete(): boolean {
    return this.matched === HEADER.length;
  }
}

import type { TypedTable } from '../model/field-table';

/**
 * The table decoded last. Messages that died of one cause follow each other with the same headers, byte for byte: those are
 * decoded once, and whoever reckons with them can tell by identity that they are the same.
 */
export class TableMemo {
  private bytes: Buffer | null = null;
  private table: TypedTable = [];

  /** Null when the bytes are not those of the last table. */
  find(buffer: Buffer, start: number, end: number): TypedTable | null {
    const known = this.bytes !== null && buffer.compare(this.bytes, 0, this.bytes.length, start, end) === 0;
    return known ? this.table : null;
  }

  keep(bytes: Buffer, table: TypedTable): void {
    this.bytes = Buffer.from(bytes); // a copy: the frame's buffer may be reused
    this.table = table;
  }
}

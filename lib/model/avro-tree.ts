import type { AvroLogical, AvroShape, AvroType, NamedAvroType } from './body-schema';
import { ByteWalk } from './byte-walk';
import type { JsonNode } from './json-tree';
import { bytesNode, floatNode, momentNode, numberNode } from './typed-nodes';

const msADay = 86_400_000;

/**
 * Decodes one Avro datum (Avro 1.12, binary encoding) without turning the schema into code: 64-bit numbers keep their digits,
 * and a hostile schema or body ends at the limits of ByteWalk. Throws BodyFault when the bytes are not of this schema.
 */
export function decodeAvro(bytes: Uint8Array, { root, named }: AvroShape): JsonNode {
  const walk = new ByteWalk(bytes);
  const node = new AvroReader(walk, new Map(named.map((type) => [type.name, type]))).read(root, 0);
  if (!walk.isAtEnd) walk.fail(`the schema ends here, but ${(bytes.length - walk.at).toLocaleString('en')} bytes are left.`);
  return node;
}

class AvroReader {
  constructor(
    private readonly walk: ByteWalk,
    private readonly named: ReadonlyMap<string, NamedAvroType>,
  ) {}

  read(type: AvroType, depth: number): JsonNode {
    const { walk } = this;
    walk.count(depth);
    switch (type.kind) {
      case 'null':
        return { kind: 'null' };
      case 'boolean':
        return this.readBoolean();
      case 'int':
      case 'long':
        return wholeNode(walk.zigzag(), type.logical);
      case 'float':
        return floatNode(walk.float());
      case 'double':
        return numberNode(walk.double());
      case 'bytes':
        return binaryNode(walk.take(walk.zigzag(), 'a value'), type.logical);
      case 'string':
        return { kind: 'string', value: walk.text(walk.zigzag()) };
      case 'array':
        return { kind: 'array', items: this.readBlocks(() => this.read(type.items, depth + 1)) };
      case 'map':
        return {
          kind: 'object',
          entries: this.readBlocks(() => ({ key: walk.text(walk.zigzag()), value: this.read(type.values, depth + 1) })),
        };
      case 'union':
        return this.read(type.branches[this.readIndex(type.branches.length, 'a union')] ?? { kind: 'null', logical: null }, depth + 1);
      case 'reference':
        return this.readNamed(type.name, depth);
    }
  }

  private readNamed(name: string, depth: number): JsonNode {
    const type = this.named.get(name);
    if (type === undefined) return this.walk.fail(`the schema does not say what ${name} is.`);
    if (type.kind === 'fixed') return binaryNode(this.walk.take(type.sizeBytes, 'a fixed value'), type.logical);
    if (type.kind === 'enum') return { kind: 'string', value: type.symbols[this.readIndex(type.symbols.length, `the enum ${name}`)] ?? '' };
    return { kind: 'object', entries: type.fields.map((field) => ({ key: field.name, value: this.read(field.type, depth + 1) })) };
  }

  private readBoolean(): JsonNode {
    const byte = this.walk.byte();
    if (byte > 1) this.walk.fail(`a boolean is 0 or 1, not ${byte}.`, this.walk.at - 1);
    return { kind: 'boolean', value: byte === 1 };
  }

  private readIndex(length: number, what: string): number {
    const start = this.walk.at;
    const index = this.walk.zigzag();
    if (index < 0n || index >= BigInt(length)) this.walk.fail(`${what} has ${length} choices, and ${index} is none of them.`, start);
    return Number(index);
  }

  /** Blocks of items until one of none; a negative count is followed by the block's size in bytes. */
  private readBlocks<Item>(readItem: () => Item): Item[] {
    const items: Item[] = [];
    for (;;) {
      this.walk.count(0);
      const count = this.walk.zigzag();
      if (count === 0n) return items;
      if (count < 0n) this.walk.zigzag();
      for (let left = count < 0n ? -count : count; left > 0n; left -= 1n) items.push(readItem());
    }
  }
}

function wholeNode(value: bigint, logical: AvroLogical | null): JsonNode {
  if (logical?.kind === 'timestamp') return momentNode(value, logical.perSecond);
  if (logical?.kind === 'date') return dateNode(value);
  return numberNode(value);
}

function dateNode(days: bigint): JsonNode {
  const date = new Date(Number(days) * msADay);
  return Number.isNaN(date.getTime()) ? numberNode(days) : { kind: 'other', text: date.toISOString().slice(0, 10), note: 'date' };
}

/** A decimal is a big-endian whole number in two's complement, its point `scale` digits from the right. */
function binaryNode(bytes: Uint8Array, logical: AvroLogical | null): JsonNode {
  if (logical?.kind !== 'decimal' || bytes.length === 0 || bytes.length > decimalBytesMax) return bytesNode(bytes);
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const value = BigInt.asIntN(bytes.length * 8, unsigned);
  const digits = String(value < 0n ? -value : value).padStart(logical.scale + 1, '0');
  const point = digits.length - logical.scale;
  const text = logical.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return { kind: 'number', text: value < 0n ? `-${text}` : text };
}

/** Longer ones are shown as bytes: turning them into digits costs their square. */
const decimalBytesMax = 256;

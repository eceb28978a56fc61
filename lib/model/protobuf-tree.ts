import type { ProtobufField, ProtobufShape } from './body-schema';
import { ByteWalk } from './byte-walk';
import type { JsonNode } from './json-tree';
import { bytesNode, floatNode, momentNode, numberNode } from './typed-nodes';

type Entry = { readonly key: string; readonly value: JsonNode };
type Wire = 'varint' | 'fixed64' | 'bytes' | 'group' | 'fixed32';

const wires: readonly (Wire | 'group end')[] = ['varint', 'fixed64', 'bytes', 'group', 'group end', 'fixed32'];
const fixedWires: Readonly<Record<string, Wire>> = {
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  float: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  double: 'fixed64',
  string: 'bytes',
  bytes: 'bytes',
};

/**
 * Decodes one Protobuf message as it was sent: fields in the order of their first byte, repeated ones together, those that the
 * schema does not know by their number. What was not sent is not shown. Bounded by ByteWalk; throws BodyFault when the bytes
 * contradict the schema.
 */
export function decodeProtobuf(bytes: Uint8Array, shape: ProtobufShape): { readonly node: JsonNode; readonly unknownCount: number } {
  const walk = new ByteWalk(bytes);
  const reader = new ProtobufReader(walk, shape);
  const node = reader.message(shape.root, bytes.length, 0);
  return { node, unknownCount: reader.unknownCount };
}

class ProtobufReader {
  unknownCount = 0;
  private readonly messages: ReadonlyMap<string, ReadonlyMap<number, ProtobufField>>;
  private readonly enums: ReadonlyMap<string, ReadonlyMap<number, string>>;

  constructor(
    private readonly walk: ByteWalk,
    shape: ProtobufShape,
  ) {
    this.messages = new Map(shape.messages.map(({ name, fields }) => [name, new Map(fields.map((field) => [field.number, field]))]));
    this.enums = new Map(shape.enums.map(({ name, values }) => [name, new Map(values)]));
  }

  /** Up to byte `end`, or with `end` null up to the end of the group. */
  message(type: string, end: number | null, depth: number): JsonNode {
    const { walk } = this;
    walk.count(depth);
    const fields = this.messages.get(type);
    const entries: Entry[] = [];
    const lists = new Map<string, JsonNode[]>();
    while (end === null || walk.at < end) {
      const start = walk.at;
      const { number, wire } = this.tag();
      if (wire === 'group end') {
        if (end === null) break;
        return walk.fail('a group ends that never began.', start);
      }
      const field = fields?.get(number);
      if (field === undefined) entries.push(this.unknown(number, wire, depth));
      else if (field.keyType !== null || field.isRepeated) this.addRepeated(entries, lists, field, wire, depth);
      else entries.push({ key: field.name, value: this.value(field, wire, depth + 1) });
      if (end !== null && walk.at > end) walk.fail(`${type} goes beyond its ${end} bytes.`, start);
    }
    return type === 'google.protobuf.Timestamp' ? timestampNode(entries) : { kind: 'object', entries };
  }

  private tag(): { number: number; wire: Wire | 'group end' } {
    const start = this.walk.at;
    const tag = this.walk.varint();
    const wire = wires[Number(tag & 7n)];
    const number = tag >> 3n;
    if (wire === undefined || number === 0n || number > 0x1fffffffn) return this.walk.fail('here no Protobuf field begins.', start);
    return { number: Number(number), wire };
  }

  private addRepeated(entries: Entry[], lists: Map<string, JsonNode[]>, field: ProtobufField, wire: Wire, depth: number): void {
    let list = lists.get(field.name);
    if (list === undefined) {
      list = [];
      lists.set(field.name, list);
      entries.push({ key: field.name, value: { kind: 'array', items: list } });
    }
    if (field.keyType !== null) list.push(this.mapEntry(field, field.keyType, depth + 1));
    else if (wire === 'bytes' && this.wireOf(field.type) !== 'bytes') this.packed(list, field, depth + 1);
    else list.push(this.value(field, wire, depth + 1));
  }

  private packed(list: JsonNode[], field: ProtobufField, depth: number): void {
    const end = this.endOf('a packed list');
    while (this.walk.at < end) list.push(this.scalar(field.type, depth));
    if (this.walk.at > end) this.walk.fail(`the list ${field.name} ends inside a value.`, end);
  }

  private mapEntry(field: ProtobufField, keyType: string, depth: number): JsonNode {
    this.walk.count(depth);
    const end = this.endOf('a map entry');
    const entries: Entry[] = [];
    while (this.walk.at < end) {
      const { number, wire } = this.tag();
      if (wire === 'group end') this.walk.fail('a group ends that never began.');
      else if (number === 1) entries.push({ key: 'key', value: this.value({ ...field, name: 'key', type: keyType }, wire, depth + 1) });
      else if (number === 2) entries.push({ key: 'value', value: this.value(field, wire, depth + 1) });
      else entries.push(this.unknown(number, wire, depth));
    }
    return { kind: 'object', entries };
  }

  private value(field: ProtobufField, wire: Wire, depth: number): JsonNode {
    const declared = this.wireOf(field.type);
    if (wire === 'group' && this.messages.has(field.type)) return this.message(field.type, null, depth);
    if (wire !== declared) this.walk.fail(`${field.name} is declared as ${field.type}, but what was sent is a ${wire}.`);
    if (!this.messages.has(field.type)) return this.scalar(field.type, depth);
    return this.message(field.type, this.endOf(field.type), depth);
  }

  private wireOf(type: string): Wire {
    return this.messages.has(type) ? 'bytes' : (fixedWires[type] ?? 'varint');
  }

  /** Where what begins here with its size ends. */
  private endOf(what: string): number {
    const size = this.sizeOf(what);
    return this.walk.at + size;
  }

  private sizeOf(what: string): number {
    const size = this.walk.varint();
    const left = this.walk.bytes.length - this.walk.at;
    if (size > BigInt(left)) this.walk.fail(`${what} of ${size} bytes goes beyond the end.`);
    return Number(size);
  }

  private scalar(type: string, depth: number): JsonNode {
    const { walk } = this;
    walk.count(depth);
    if (type === 'string') return { kind: 'string', value: walk.text(this.sizeOf('a text')) };
    if (type === 'bytes') return bytesNode(walk.take(this.sizeOf('a value'), 'a value'));
    if (type === 'double') return numberNode(walk.double());
    if (type === 'float') return floatNode(walk.float());
    if (type === 'fixed32') return numberNode(walk.fixed32());
    if (type === 'sfixed32') return numberNode(walk.fixed32() | 0);
    if (type === 'fixed64') return numberNode(walk.fixed64());
    if (type === 'sfixed64') return numberNode(BigInt.asIntN(64, walk.fixed64()));
    if (type === 'sint32' || type === 'sint64') return numberNode(walk.zigzag());
    return this.fromVarint(type, walk.varint());
  }

  private fromVarint(type: string, value: bigint): JsonNode {
    if (type === 'bool') return { kind: 'boolean', value: value !== 0n };
    if (type === 'uint64') return numberNode(value);
    if (type === 'int64') return numberNode(BigInt.asIntN(64, value));
    if (type === 'uint32') return numberNode(BigInt.asUintN(32, value));
    const number = BigInt.asIntN(32, value);
    const name = this.enums.get(type)?.get(Number(number));
    return name === undefined ? numberNode(number) : { kind: 'string', value: name };
  }

  private unknown(number: number, wire: Wire, depth: number): Entry {
    this.unknownCount += 1;
    return { key: `field ${number}`, value: this.unknownValue(wire, depth + 1) };
  }

  private unknownValue(wire: Wire, depth: number): JsonNode {
    this.walk.count(depth);
    if (wire === 'group') return this.message('', null, depth);
    if (wire === 'varint') return numberNode(this.walk.varint());
    const size = wire === 'bytes' ? this.sizeOf('a value') : wire === 'fixed32' ? 4 : 8;
    return bytesNode(this.walk.take(size, 'a value'), `${wire === 'bytes' ? `${size} bytes` : wire}, not in the schema`);
  }
}

function timestampNode(entries: readonly Entry[]): JsonNode {
  const numberOf = (key: string): bigint => {
    const value = entries.find((entry) => entry.key === key)?.value;
    return value?.kind === 'number' ? BigInt(value.text) : 0n;
  };
  if (entries.some(({ key }) => key !== 'seconds' && key !== 'nanos')) return { kind: 'object', entries };
  return momentNode(numberOf('seconds') * 1_000_000_000n + numberOf('nanos'), 1_000_000_000);
}

import { decodeAvro } from './avro-tree';
import { type BodySchema, bodySchemaWords } from './body-schema';
import { BodyFault, ByteWalk } from './byte-walk';
import type { JsonNode } from './json-tree';
import { decodeProtobuf } from './protobuf-tree';

export type SchemaDecoded =
  | { readonly ok: true; readonly node: JsonNode; readonly notes: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** What stands before the datum itself, and the sentence about it. */
type Prefix = { readonly bytes: Uint8Array; readonly note: string };

const confluentPrefixBytes = 5; // a zero and the schema's id, big-endian
const singleObjectPrefixBytes = 10; // C3 01 and the schema's fingerprint (Avro 1.12, single-object encoding)

/** Decodes a whole body by a schema of its queue, with or without the prefix that serializers of registries put before it. */
export function decodeBySchema(bytes: Uint8Array, schema: BodySchema): SchemaDecoded {
  const prefix = schema.shape.format === 'avro' ? avroPrefix(bytes) : protobufPrefix(bytes);
  const framed = prefix === null ? null : decode(prefix.bytes, schema);
  if (prefix !== null && framed?.ok) return { ...framed, notes: [prefix.note, ...framed.notes] };
  // What looks like a prefix may be the first value of a body without one; Protobuf has no field 0, so there it never is.
  const plain = decode(bytes, schema);
  return plain.ok || framed === null ? plain : framed;
}

function decode(bytes: Uint8Array, { shape, rootType }: BodySchema): SchemaDecoded {
  try {
    if (shape.format === 'avro') return { ok: true, node: decodeAvro(bytes, shape), notes: [] };
    const { node, unknownCount } = decodeProtobuf(bytes, shape);
    const notes = unknownCount === 0 ? [] : [`${unknownCount} ${unknownCount === 1 ? 'field is' : 'fields are'} not in the schema.`];
    return { ok: true, node, notes };
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    return { ok: false, reason: `Not ${bodySchemaWords[shape.format]} of type ${rootType}. ${error.message}` };
  }
}

function avroPrefix(bytes: Uint8Array): Prefix | null {
  if (bytes[0] === 0xc3 && bytes[1] === 0x01 && bytes.length >= singleObjectPrefixBytes)
    return {
      bytes: bytes.subarray(singleObjectPrefixBytes),
      note: 'The body begins with Avro’s single-object marker; its fingerprint was not compared.',
    };
  return bytes[0] === 0 && bytes.length >= confluentPrefixBytes
    ? { bytes: bytes.subarray(confluentPrefixBytes), note: confluentNote(bytes) }
    : null;
}

/** Confluent's Protobuf framing goes on with the path of the message type in its file: a count and so many indexes. */
function protobufPrefix(bytes: Uint8Array): Prefix | null {
  if (bytes[0] !== 0 || bytes.length <= confluentPrefixBytes) return null;
  const walk = new ByteWalk(bytes.subarray(confluentPrefixBytes));
  try {
    for (let left = walk.zigzag(); left > 0n; left -= 1n) walk.zigzag();
  } catch (error) {
    if (error instanceof BodyFault) return null;
    throw error;
  }
  return { bytes: walk.bytes.subarray(walk.at), note: confluentNote(bytes) };
}

function confluentNote(bytes: Uint8Array): string {
  const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return `The body begins in Confluent’s wire format, with schema id ${id}; it was decoded by the schema of this queue.`;
}

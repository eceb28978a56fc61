import { type JsonNode, jsonDepthMax } from './json-tree';
import { bytesNode } from './typed-nodes';

export type MessagePackResult = { readonly ok: true; readonly node: JsonNode } | { readonly ok: false; readonly reason: string };

/** Decodes one MessagePack document; the decoder is loaded when the first such body is shown. */
export async function decodeMessagePack(bytes: Uint8Array): Promise<MessagePackResult> {
  const { decode, ExtData } = await import('@msgpack/msgpack');
  const toNode = (value: unknown, depth: number): JsonNode => {
    if (depth > jsonDepthMax) throw new RangeError(`nested deeper than ${jsonDepthMax} levels`);
    if (value === null || value === undefined) return { kind: 'null' };
    if (typeof value === 'boolean') return { kind: 'boolean', value };
    if (typeof value === 'string') return { kind: 'string', value };
    if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', text: String(value) };
    if (value instanceof Uint8Array) return bytesNode(value);
    if (value instanceof Date) return { kind: 'other', text: isoOf(value), note: 'timestamp' };
    if (value instanceof ExtData) {
      const data = typeof value.data === 'function' ? value.data(0) : value.data;
      return bytesNode(data, `extension ${value.type}`);
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => toNode(item, depth + 1)) };
    return { kind: 'object', entries: Object.entries(value).map(([key, item]) => ({ key, value: toNode(item, depth + 1) })) };
  };
  try {
    const value = decode(bytes, { useBigInt64: true, mapKeyConverter: (key) => (typeof key === 'number' ? key : String(key)) });
    return { ok: true, node: toNode(value, 0) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const isoOf = (date: Date): string => (Number.isNaN(date.getTime()) ? 'out of range' : date.toISOString());

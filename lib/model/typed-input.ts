import type { TypedValue } from './field-table';
import { type JsonNode, parseJson } from './json-tree';

/** Types that a person can give a header; the others exist on the wire and are kept when messages are replayed. */
export const headerInputTypes = ['string', 'int64', 'int32', 'double', 'boolean', 'timestamp', 'table', 'array', 'bytes', 'void'] as const;
export type HeaderInputType = (typeof headerInputTypes)[number];

export type TypedInput = { readonly ok: true; readonly value: TypedValue } | { readonly ok: false; readonly reason: string };

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;
const good = (value: TypedValue): TypedInput => ({ ok: true, value });
const bad = (reason: string): TypedInput => ({ ok: false, reason });

/** What was typed as a value of the chosen type, or the reason why it is none. */
export function readTyped(type: HeaderInputType, text: string): TypedInput {
  switch (type) {
    case 'string':
      return good({ type, value: text });
    case 'void':
      return good({ type, value: null });
    case 'boolean':
      return text === 'true' || text === 'false' ? good({ type, value: text === 'true' }) : bad('Write true or false.');
    case 'int32':
    case 'int64':
      return readInteger(type, text.trim());
    case 'double': {
      const value = Number(text);
      return text.trim() !== '' && Number.isFinite(value) ? good({ type, value }) : bad('Write a number, for example 1.5.');
    }
    case 'timestamp':
      return readTimestamp(text.trim());
    case 'bytes':
      return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
        ? good({ type, value: text })
        : bad('Write the bytes as base64.');
    case 'table':
    case 'array':
      return readJson(type, text);
  }
}

function readInteger(type: 'int32' | 'int64', text: string): TypedInput {
  if (!/^-?\d{1,19}$/.test(text)) return bad('Write a whole number.');
  const value = BigInt(text);
  if (type === 'int64')
    return value >= int64Min && value <= int64Max ? good({ type, value: value.toString() }) : bad('Too large for 64 bits.');
  return value >= -(2n ** 31n) && value < 2n ** 31n ? good({ type, value: Number(value) }) : bad('Too large for 32 bits: choose int64.');
}

function readTimestamp(text: string): TypedInput {
  if (/^\d{1,12}$/.test(text)) return good({ type: 'timestamp', value: text });
  const ms = Date.parse(text);
  const isDated = /^\d{4}-\d{2}-\d{2}/.test(text);
  if (!isDated || Number.isNaN(ms) || ms < 0) return bad('Write a time such as 2026-01-31T12:00:00Z, or seconds since 1970.');
  return good({ type: 'timestamp', value: String(Math.floor(ms / 1000)) });
}

function readJson(type: 'table' | 'array', text: string): TypedInput {
  const parsed = parseJson(text);
  if (!parsed.ok) return bad(`Not valid JSON: column ${parsed.fault.column}: ${parsed.fault.message}`);
  const value = typedOf(parsed.node);
  if (value.type === type) return good(value);
  return bad(type === 'table' ? 'Write a JSON object, for example {"a": 1}.' : 'Write a JSON list, for example [1, 2].');
}

/** JSON in AMQP's types: whole numbers that fit become int64, others double. */
function typedOf(node: JsonNode): TypedValue {
  switch (node.kind) {
    case 'object':
      return { type: 'table', value: node.entries.map((entry) => ({ key: entry.key, value: typedOf(entry.value) })) };
    case 'array':
      return { type: 'array', value: node.items.map(typedOf) };
    case 'string':
      return { type: 'string', value: node.value };
    case 'boolean':
      return { type: 'boolean', value: node.value };
    case 'number': {
      const whole = readInteger('int64', node.text);
      return whole.ok ? whole.value : { type: 'double', value: Number(node.text) };
    }
    default:
      return { type: 'void', value: null };
  }
}

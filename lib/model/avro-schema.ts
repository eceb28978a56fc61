import { type AvroLogical, type AvroPrimitive, type AvroType, avroPrimitives, type NamedAvroType, type SchemaCheck } from './body-schema';
import { type JsonNode, parseJson } from './json-tree';

/** A schema of some kilobytes is rarely deeper than ten levels. */
const schemaDepthMax = 64;
const name = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `blamed`: the text in the schema that is wrong, from which the line is found. */
class Fault extends Error {
  constructor(
    message: string,
    readonly blamed: string | null = null,
  ) {
    super(message);
  }
}

/** Reads an Avro schema (Avro 1.12, .avsc) into what a body is decoded by. Nothing is turned into code. */
export function parseAvroSchema(text: string): SchemaCheck {
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, fault: { message: parsed.fault.message, line: parsed.fault.line } };
  try {
    const parser = new AvroSchemaParser();
    const root = parser.type(parsed.node, '', 0);
    const rootType = root.kind === 'reference' ? root.name : root.kind;
    return { ok: true, types: [rootType], shape: { format: 'avro', root, named: [...parser.named.values()] } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      ok: false,
      fault: { message: error.message, line: error.blamed === null ? null : lineOf(text, JSON.stringify(error.blamed)) },
    };
  }
}

/** Where `token` is first seen; null when it is nowhere. */
export function lineOf(text: string, token: string): number | null {
  const at = text.indexOf(token);
  return at < 0 ? null : text.slice(0, at).split('\n').length;
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;
const find = (node: ObjectNode, key: string): JsonNode | null => node.entries.find((entry) => entry.key === key)?.value ?? null;

class AvroSchemaParser {
  readonly named = new Map<string, NamedAvroType>();

  type(node: JsonNode, namespace: string, depth: number): AvroType {
    if (depth > schemaDepthMax) throw new Fault(`Types are nested deeper than ${schemaDepthMax} levels.`);
    if (node.kind === 'string') return this.word(node.value, namespace, null);
    if (node.kind === 'array') return { kind: 'union', branches: this.branches(node.items, namespace, depth) };
    if (node.kind !== 'object') throw new Fault('A type is a name, a list of types or an object with "type".');
    return this.object(node, namespace, depth);
  }

  private branches(nodes: readonly JsonNode[], namespace: string, depth: number): readonly AvroType[] {
    if (nodes.length === 0) throw new Fault('A union needs at least one type.');
    const branches = nodes.map((node) => this.type(node, namespace, depth + 1));
    if (branches.some((branch) => branch.kind === 'union')) throw new Fault('A union must not hold another union directly.');
    return branches;
  }

  private word(word: string, namespace: string, node: ObjectNode | null): AvroType {
    const primitive = avroPrimitives.find((each) => each === word);
    if (primitive !== undefined) return { kind: primitive, logical: node === null ? null : logicalOf(node, primitive) };
    const known = [fullName(word, namespace), word].find((each) => this.named.has(each));
    if (known === undefined) throw new Fault(`No type ${word} is defined before this place.`, word);
    return { kind: 'reference', name: known };
  }

  private object(node: ObjectNode, namespace: string, depth: number): AvroType {
    const type = find(node, 'type');
    if (type === null) throw new Fault('A type object needs "type".', node.entries[0]?.key ?? null);
    if (type.kind !== 'string') return this.type(type, namespace, depth + 1);
    switch (type.value) {
      case 'record':
      case 'error':
        return this.record(node, namespace, depth);
      case 'enum':
        return this.define(node, namespace, (own) => ({ name: own, kind: 'enum', symbols: symbolsOf(node) }));
      case 'fixed':
        return this.define(node, namespace, (own) => ({
          name: own,
          kind: 'fixed',
          sizeBytes: sizeOf(node),
          logical: logicalOf(node, 'fixed'),
        }));
      case 'array':
        return { kind: 'array', items: this.type(required(node, 'items'), namespace, depth + 1) };
      case 'map':
        return { kind: 'map', values: this.type(required(node, 'values'), namespace, depth + 1) };
      default:
        return this.word(type.value, namespace, node);
    }
  }

  private define(node: ObjectNode, namespace: string, make: (own: string) => NamedAvroType): AvroType {
    const own = ownName(node, namespace);
    if (this.named.has(own)) throw new Fault(`The type ${own} is defined twice.`, textOf(required(node, 'name')));
    this.named.set(own, make(own));
    return { kind: 'reference', name: own };
  }

  /** Known by its name before its fields are read, because they may hold the record itself. */
  private record(node: ObjectNode, namespace: string, depth: number): AvroType {
    const reference = this.define(node, namespace, (own) => ({ name: own, kind: 'record', fields: [] }));
    const own = ownName(node, namespace);
    const list = required(node, 'fields');
    if (list.kind !== 'array') throw new Fault(`The fields of ${own} must be a list.`, 'fields');
    const fields = list.items.map((field) => this.field(field, own, depth));
    const twice = fields.find((field, index) => fields.findIndex((each) => each.name === field.name) < index);
    if (twice !== undefined) throw new Fault(`${own} has two fields ${twice.name}.`, twice.name);
    this.named.set(own, { name: own, kind: 'record', fields });
    return reference;
  }

  private field(node: JsonNode, record: string, depth: number): { readonly name: string; readonly type: AvroType } {
    if (node.kind !== 'object') throw new Fault(`A field of ${record} must be an object.`);
    return { name: identifier(required(node, 'name')), type: this.type(required(node, 'type'), namespaceOf(record), depth + 1) };
  }
}

const namespaceOf = (full: string): string => full.slice(0, Math.max(0, full.lastIndexOf('.')));
const fullName = (word: string, namespace: string): string => (word.includes('.') || namespace === '' ? word : `${namespace}.${word}`);

function ownName(node: ObjectNode, enclosing: string): string {
  const given = textOf(required(node, 'name'));
  if (!given.split('.').every((part) => name.test(part))) throw new Fault(`${given} is not a name of Avro.`, given);
  const namespace = find(node, 'namespace');
  return fullName(given, namespace?.kind === 'string' ? namespace.value : enclosing);
}

function required(node: ObjectNode, key: string): JsonNode {
  const value = find(node, key);
  if (value !== null) return value;
  const called = find(node, 'name');
  const who = called?.kind === 'string' ? called.value : null;
  throw new Fault(`${who ?? 'A type'} needs "${key}".`, who);
}

function textOf(node: JsonNode): string {
  if (node.kind !== 'string') throw new Fault('A name must be a text.');
  return node.value;
}

function identifier(node: JsonNode): string {
  const given = textOf(node);
  if (!name.test(given)) throw new Fault(`${given} is not a name of Avro.`, given);
  return given;
}

function symbolsOf(node: ObjectNode): readonly string[] {
  const symbols = required(node, 'symbols');
  if (symbols.kind !== 'array' || symbols.items.length === 0) throw new Fault('An enum needs a list of symbols.', 'symbols');
  return symbols.items.map(identifier);
}

function sizeOf(node: ObjectNode): number {
  const size = find(node, 'size');
  const sizeBytes = size?.kind === 'number' ? Number(size.text) : -1;
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new Fault('A fixed type needs a size in bytes.', 'size');
  return sizeBytes;
}

/** A logical type that does not fit what it annotates is ignored, as Avro demands. */
function logicalOf(node: ObjectNode, of: AvroPrimitive | 'fixed'): AvroLogical | null {
  const logical = find(node, 'logicalType');
  const word = logical?.kind === 'string' ? logical.value : '';
  if (word === 'date' && of === 'int') return { kind: 'date' };
  if (/^(local-)?timestamp-millis$/.test(word) && of === 'long') return { kind: 'timestamp', perSecond: 1_000 };
  if (/^(local-)?timestamp-micros$/.test(word) && of === 'long') return { kind: 'timestamp', perSecond: 1_000_000 };
  if (word !== 'decimal' || (of !== 'bytes' && of !== 'fixed')) return null;
  const scale = find(node, 'scale');
  const digits = scale?.kind === 'number' ? Number(scale.text) : 0;
  return Number.isSafeInteger(digits) && digits >= 0 && digits <= scaleMax ? { kind: 'decimal', scale: digits } : null;
}

/** Digits behind the point that are still written out. */
const scaleMax = 100;

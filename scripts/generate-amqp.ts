import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Writes lib/amqp/spec.gen.ts from lib/amqp/spec/amqp-0-9-1.json. `renderSpec` is pure, so that a test can compare its
 * answer with the committed file.
 */
type Field = readonly [name: string, type: string];
type MethodSpec = { id: number; name: string; from: 'client' | 'server' | 'both'; fields: Field[] };
type ClassSpec = { id: number; name: string; properties?: Field[]; methods: MethodSpec[] };
export type Spec = {
  constants: { frame: Record<string, number>; reply: Record<string, { code: number; class?: 'soft' | 'hard' }> };
  classes: ClassSpec[];
};

const specPath = fileURLToPath(new URL('../lib/amqp/spec/amqp-0-9-1.json', import.meta.url));
export const generatedPath = fileURLToPath(new URL('../lib/amqp/spec.gen.ts', import.meta.url));

export function readSpec(): Spec {
  return JSON.parse(readFileSync(specPath, 'utf8')) as Spec;
}

const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string): string => camel(`-${name}`);
/** A binding may not be called `arguments` in strict mode. */
const local = (name: string): string => (name === 'arguments' ? 'table' : camel(name));
const isReserved = (name: string): boolean => name.startsWith('reserved-');
const typeName = (owner: ClassSpec, method: MethodSpec): string => `${pascal(owner.name)}${pascal(method.name)}`;
const fullName = (owner: ClassSpec, method: MethodSpec): string => `${owner.name}.${method.name}`;
const hexId = (owner: ClassSpec, method: MethodSpec): string => `0x${((owner.id << 16) | method.id).toString(16).padStart(8, '0')}`;

const typescriptType: Record<string, string> = {
  bit: 'boolean',
  octet: 'number',
  short: 'number',
  long: 'number',
  longlong: 'number',
  shortstr: 'string',
  longstr: 'Uint8Array',
  table: 'TypedTable',
  timestamp: 'string',
};
const readCall: Record<string, string> = {
  octet: 'reader.octet()',
  short: 'reader.short()',
  long: 'reader.long()',
  longlong: 'reader.longLong()',
  shortstr: 'reader.shortString()',
  longstr: 'reader.longString()',
  table: 'readTable(reader)',
  timestamp: 'reader.timestamp()',
};
const writeCall: Record<string, (value: string) => string> = {
  octet: (value) => `writer.octet(${value})`,
  short: (value) => `writer.short(${value})`,
  long: (value) => `writer.long(${value})`,
  longlong: (value) => `writer.longLong(${value})`,
  shortstr: (value) => `writer.shortString(${value})`,
  longstr: (value) => `writer.longString(${value})`,
  table: (value) => `writeTable(writer, ${value})`,
  timestamp: (value) => `writer.timestamp(${value})`,
};
const emptyValue: Record<string, string> = {
  octet: '0',
  short: '0',
  long: '0',
  longlong: '0',
  shortstr: "''",
  longstr: 'NOTHING',
  table: '[]',
};

function pick<T>(table: Record<string, T>, key: string): T {
  const found = table[key];
  if (found === undefined) throw new Error(`the spec uses the unknown field type ${key}`);
  return found;
}

/** Consecutive bits share one octet (AMQP 4.2.5.2), lowest bit first; every other field stands alone. */
function groupBits(fields: readonly Field[]): Field[][] {
  const groups: Field[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (field[1] === 'bit' && last?.[0]?.[1] === 'bit' && last.length < 8) last.push(field);
    else groups.push([field]);
  }
  return groups;
}

function renderType(owner: ClassSpec, method: MethodSpec): string {
  const fields = method.fields.filter(([name]) => !isReserved(name));
  const body = fields.map(([name, type]) => ` readonly ${camel(name)}: ${pick(typescriptType, type)};`).join('');
  return `export type ${typeName(owner, method)} = { readonly name: '${fullName(owner, method)}';${body} };`;
}

function renderDecode(owner: ClassSpec, method: MethodSpec): string {
  const lines: string[] = [];
  const results: string[] = [`name: '${fullName(owner, method)}'`];
  for (const group of groupBits(method.fields)) {
    const [name, type] = group[0] as Field;
    if (type === 'bit') {
      const named = group.some(([bit]) => !isReserved(bit));
      lines.push(named ? 'const bits = reader.octet();' : 'reader.octet();');
      group.forEach(([bit], index) => {
        if (!isReserved(bit)) results.push(`${camel(bit)}: (bits & ${1 << index}) !== 0`);
      });
    } else if (isReserved(name)) {
      lines.push(`${pick(readCall, type)};`);
    } else {
      lines.push(`const ${local(name)} = ${pick(readCall, type)};`);
      results.push(local(name) === camel(name) ? local(name) : `${camel(name)}: ${local(name)}`);
    }
  }
  const body = [...lines, `return { ${results.join(', ')} };`].map((line) => `      ${line}`).join('\n');
  return `    case ${hexId(owner, method)}: {\n${body}\n    }`;
}

function renderEncode(owner: ClassSpec, method: MethodSpec): string {
  const lines = groupBits(method.fields).map((group) => {
    const [name, type] = group[0] as Field;
    if (type !== 'bit') return `${pick(writeCall, type)(isReserved(name) ? pick(emptyValue, type) : `method.${camel(name)}`)};`;
    const bits = group.map(([bit], index) => (isReserved(bit) ? '0' : `(method.${camel(bit)} ? ${1 << index} : 0)`));
    return `writer.octet(${bits.join(' | ')});`;
  });
  const body = [`writer.long(${hexId(owner, method)});`, ...lines, 'return;'].map((line) => `      ${line}`).join('\n');
  return `    case '${fullName(owner, method)}':\n${body}`;
}

/** Properties: one flag bit each from bit 15 down, then the values of those present, in order (AMQP 4.2.6.1). */
function renderProperties(properties: readonly Field[]): string {
  const reads = properties.map(([name, type], index) => {
    const call = type === 'shortstr' ? 'reader.lenientShortString()' : pick(readCall, type);
    return `  if ((flags & ${1 << (15 - index)}) !== 0) properties.${camel(name)} = ${call};`;
  });
  const flags = properties.map(([name], index) => `  if (properties.${camel(name)} !== undefined) flags |= ${1 << (15 - index)};`);
  const writes = properties.map(
    ([name, type]) => `  if (properties.${camel(name)} !== undefined) ${pick(writeCall, type)(`properties.${camel(name)}`)};`,
  );
  return `export const propertyFlag = {\n${properties.map(([name], index) => `  ${camel(name)}: ${1 << (15 - index)},`).join('\n')}
} as const;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function readProperties(reader: ByteReader): MessageProperties {
  const flags = reader.short();
  const properties: Writable<MessageProperties> = {};
${reads.join('\n')}
  return properties;
}

export function writeProperties(writer: ByteWriter, properties: MessageProperties): void {
  let flags = 0;
${flags.join('\n')}
  writer.short(flags);
${writes.join('\n')}
}`;
}

const header = `// GENERATED by scripts/generate-amqp.ts from lib/amqp/spec/amqp-0-9-1.json. Do not edit.
import type { TypedTable } from '../model/field-table';
import type { MessageProperties } from '../model/message';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import { ConnectionError } from './errors';
import { readTable, writeTable } from './field-table';

const NOTHING = new Uint8Array(0);
`;

/** @returns the whole text of spec.gen.ts */
export function renderSpec(spec: Spec): string {
  const methods = spec.classes.flatMap((owner) => owner.methods.map((method) => ({ owner, method })));
  const basic = spec.classes.find((owner) => owner.properties !== undefined);
  const replies = Object.entries(spec.constants.reply);
  const sentBy = (side: string) => methods.filter(({ method }) => method.from === side || method.from === 'both');
  return `${header}
export const frameConstant = {\n${Object.entries(spec.constants.frame)
    .map(([name, value]) => `  ${camel(name)}: ${value},`)
    .join('\n')}\n} as const;

/** Reply codes and which of them end the channel (soft) or the connection (hard). */
export const replyClass: ReadonlyMap<number, 'soft' | 'hard'> = new Map([
${replies.flatMap(([name, { code, class: kind }]) => (kind ? [`  [${code}, '${kind}'], // ${name}`] : [])).join('\n')}
]);

${methods.map(({ owner, method }) => renderType(owner, method)).join('\n')}

export type Method =\n${methods.map(({ owner, method }) => `  | ${typeName(owner, method)}`).join('\n')};
export type MethodName = Method['name'];
export type ClientMethod =\n${sentBy('client')
    .map(({ owner, method }) => `  | ${typeName(owner, method)}`)
    .join('\n')};
export type ServerMethod =\n${sentBy('server')
    .map(({ owner, method }) => `  | ${typeName(owner, method)}`)
    .join('\n')};

/** class id << 16 | method id */
export const methodId = {\n${methods.map(({ owner, method }) => `  '${fullName(owner, method)}': ${hexId(owner, method)},`).join('\n')}
} as const satisfies Record<MethodName, number>;

/** The payload of a method frame, from its class id on. @throws ConnectionError 502 for a bad field, 503 for an unknown method */
export function decodeMethod(reader: ByteReader): Method {
  const id = reader.long();
  switch (id) {
${methods.map(({ owner, method }) => renderDecode(owner, method)).join('\n')}
    default:
      throw new ConnectionError(503, \`COMMAND_INVALID - unknown method \${id >>> 16}.\${id & 0xffff}\`);
  }
}

export function encodeMethod(writer: ByteWriter, method: Method): void {
  switch (method.name) {
${methods.map(({ owner, method }) => renderEncode(owner, method)).join('\n')}
  }
}

${renderProperties(basic?.properties ?? [])}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(generatedPath, renderSpec(readSpec()));

import { lineOf } from '../../model/avro-schema';
import type { ProtobufField, ProtobufShape, SchemaCheck, SchemaFault } from '../../model/body-schema';
import { schemaLimits } from './schema-limits';

type Reflection = typeof import('protobufjs');
type Shape = Omit<ProtobufShape, 'root'>;

/**
 * Reads a .proto file (proto2, proto3, editions) into what a body is decoded by. Only the parser of protobufjs is used: it
 * also makes code of schemas, which is nothing to do with what people upload. The parser is loaded with the first such file.
 */
export async function parseProtobufSchema(text: string): Promise<SchemaCheck> {
  const { default: protobuf } = await import('protobufjs');
  try {
    const root = new protobuf.Root();
    const { imports = [], weakImports = [] } = protobuf.parse(text, root, { keepCase: true });
    const foreign = [...imports, ...weakImports].find((file) => protobuf.common.get(file) === null);
    if (foreign !== undefined) return { ok: false, fault: importFault(text, foreign) };
    const own = namesIn(protobuf, root);
    for (const file of [...imports, ...weakImports]) root.addJSON(protobuf.common.get(file)?.nested ?? {});
    root.resolveAll();
    const first = own[0];
    if (first === undefined) return { ok: false, fault: { message: 'The file defines no message.', line: null } };
    return { ok: true, types: own, shape: { format: 'protobuf', root: first, ...shapeOf(protobuf, root) } };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, fault: faultOf(text, error) };
  }
}

const importFault = (text: string, file: string): SchemaFault => ({
  message: `${file} is not at hand: put what it defines into this file. Google’s well-known types need no file.`,
  line: lineOf(text, file),
});

function faultOf(text: string, error: Error): SchemaFault {
  const said = /^(.*?) ?\((?:.*, )?line (\d+)\)$/s.exec(error.message);
  const message = (said?.[1] ?? error.message).slice(0, schemaLimits.faultLengthMax);
  if (said?.[2] !== undefined) return { message, line: Number(said[2]) };
  const blamed = /'([^']+)'/.exec(error.message)?.[1] ?? /Type \.?([\w.]+)$/.exec(error.message)?.[1]?.split('.').at(-1);
  return { message, line: blamed === undefined ? null : lineOf(text, blamed) };
}

const bare = (fullName: string): string => fullName.replace(/^\./, '');

function namesIn(protobuf: Reflection, space: import('protobufjs').NamespaceBase): string[] {
  return space.nestedArray.flatMap((nested) => [
    ...(nested instanceof protobuf.Type ? [bare(nested.fullName)] : []),
    ...(nested instanceof protobuf.Namespace || nested instanceof protobuf.Type ? namesIn(protobuf, nested) : []),
  ]);
}

function shapeOf(protobuf: Reflection, space: import('protobufjs').NamespaceBase): Shape {
  const messages: Shape['messages'][number][] = [];
  const enums: Shape['enums'][number][] = [];
  for (const nested of space.nestedArray) {
    const name = bare(nested.fullName);
    if (nested instanceof protobuf.Enum)
      enums.push({ name, values: Object.entries(nested.valuesById).map(([id, word]) => [Number(id), word]) });
    if (nested instanceof protobuf.Type) messages.push({ name, fields: nested.fieldsArray.map(toField) });
    if (!(nested instanceof protobuf.Type || nested instanceof protobuf.Namespace)) continue;
    const inner = shapeOf(protobuf, nested);
    messages.push(...inner.messages);
    enums.push(...inner.enums);
  }
  return { messages, enums };
}

function toField(field: import('protobufjs').Field): ProtobufField {
  const keyType = 'keyType' in field ? String(field.keyType) : null;
  return {
    number: field.id,
    name: bare(field.name), // an extension's begins with a dot
    type: field.resolvedType === null ? field.type : bare(field.resolvedType.fullName),
    isRepeated: field.repeated,
    keyType,
  };
}

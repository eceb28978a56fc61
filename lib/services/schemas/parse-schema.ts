import { parseAvroSchema } from '../../model/avro-schema';
import type { BodySchemaFormat, SchemaCheck, SchemaShape } from '../../model/body-schema';
import { ServiceError } from '../errors';
import { parseProtobufSchema } from './parse-protobuf';

export const parseSchema = async (format: BodySchemaFormat, text: string): Promise<SchemaCheck> =>
  format === 'avro' ? parseAvroSchema(text) : parseProtobufSchema(text);

/** What bodies of `rootType` are decoded by. Throws ServiceError 'invalid-input' that names the line. */
export async function shapeFor(
  format: BodySchemaFormat,
  text: string,
  rootType: string,
): Promise<{ readonly types: readonly string[]; readonly shape: SchemaShape }> {
  const check = await parseSchema(format, text);
  if (!check.ok) {
    const { message, line } = check.fault;
    const sentence = line === null ? message : `Line ${line}: ${message}`;
    throw new ServiceError('invalid-input', sentence, { text: sentence });
  }
  if (!check.types.includes(rootType))
    throw new ServiceError('invalid-input', `The schema defines no message type ${rootType}.`, {
      rootType: 'Choose one of the schema’s types.',
    });
  const { types, shape } = check;
  return { types, shape: shape.format === 'protobuf' ? { ...shape, root: rootType } : shape };
}

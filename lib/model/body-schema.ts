/** Schemas by which bodies are read that don't say by themselves what they are: Avro and Protobuf, kept for each queue. */
export const bodySchemaFormats = ['avro', 'protobuf'] as const;
export type BodySchemaFormat = (typeof bodySchemaFormats)[number];
export const bodySchemaWords: Readonly<Record<BodySchemaFormat, string>> = { avro: 'Avro', protobuf: 'Protobuf' };

/** A schema without its text, ready to decode by. */
export type BodySchema = {
  readonly id: string;
  /** Of its file: orders.proto. One of a name in a queue. */
  readonly name: string;
  /** The message type of a body, one of `types`. */
  readonly rootType: string;
  readonly types: readonly string[];
  /** Bodies of this content type; null: every body of the queue. */
  readonly contentType: string | null;
  readonly changedBy: string;
  readonly changedAtMs: number;
  readonly shape: SchemaShape;
};

/** What people give to make or replace one. */
export type BodySchemaInput = Pick<BodySchema, 'name' | 'rootType' | 'contentType'> & {
  readonly format: BodySchemaFormat;
  readonly text: string;
};

export type SchemaShape = ({ readonly format: 'avro' } & AvroShape) | ({ readonly format: 'protobuf' } & ProtobufShape);
/** Why a text is no schema; line counts from 1, null where no line is to blame. */
export type SchemaFault = { readonly message: string; readonly line: number | null };
export type SchemaCheck =
  | { readonly ok: true; readonly types: readonly string[]; readonly shape: SchemaShape }
  | { readonly ok: false; readonly fault: SchemaFault };

/** Named types stand in `named` once, and wherever they are used as a `reference`: schemas may be recursive. */
export type AvroShape = { readonly root: AvroType; readonly named: readonly NamedAvroType[] };
export type AvroType =
  | { readonly kind: AvroPrimitive; readonly logical: AvroLogical | null }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | { readonly kind: 'reference'; readonly name: string };
export type NamedAvroType = { readonly name: string } & (
  | { readonly kind: 'record'; readonly fields: readonly { readonly name: string; readonly type: AvroType }[] }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'fixed'; readonly sizeBytes: number; readonly logical: AvroLogical | null }
);
export const avroPrimitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
export type AvroPrimitive = (typeof avroPrimitives)[number];
export type AvroLogical =
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp'; readonly perSecond: 1_000 | 1_000_000 }
  | { readonly kind: 'decimal'; readonly scale: number };

export type ProtobufShape = {
  readonly root: string;
  readonly messages: readonly { readonly name: string; readonly fields: readonly ProtobufField[] }[];
  readonly enums: readonly { readonly name: string; readonly values: readonly (readonly [number, string])[] }[];
};
export type ProtobufField = {
  readonly number: number;
  readonly name: string;
  /** A scalar's name, or the full name of a message or an enum. */
  readonly type: string;
  readonly isRepeated: boolean;
  /** map<key, type>; null for every other field. */
  readonly keyType: string | null;
};

const bare = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** The schema for a body of this content type: one that names it, else one that is for all. */
export function schemaFor(schemas: readonly BodySchema[], contentType: string | undefined): BodySchema | null {
  const type = bare(contentType ?? '');
  const named = schemas.find((schema) => schema.contentType !== null && bare(schema.contentType) === type);
  return named ?? schemas.find((schema) => schema.contentType === null) ?? null;
}

/** 'Protobuf shop.Order, schema orders.proto' */
export const decoderInWords = ({ shape, rootType, name }: Pick<BodySchema, 'shape' | 'rootType' | 'name'>): string =>
  `${bodySchemaWords[shape.format]} ${rootType}, schema ${name}`;

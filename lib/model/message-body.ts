import { type BodySchema, bodySchemaWords, decoderInWords, schemaFor } from './body-schema';
import { inflate, isCompressed, looksLikeGzip } from './content-encoding';
import { type JsonNode, parseJson } from './json-tree';
import type { MessageProperties } from './message';
import { decodeMessagePack } from './messagepack-tree';

/** What a body turned out to be; `hex` when nothing better is possible, and then the notes say why. */
export type BodyFormat = 'empty' | 'json' | 'xml' | 'text' | 'messagepack' | 'avro' | 'protobuf' | 'hex';

export type DecodedBody = {
  readonly format: BodyFormat;
  /** The bytes after content-encoding was undone; what the hex view shows. */
  readonly bytes: Uint8Array;
  readonly tree: JsonNode | null;
  readonly text: string | null;
  /** 'Protobuf shop.Order, schema orders.proto', where a schema of the queue was used. */
  readonly decoder?: string;
  /** Sentences for people: what was undone, what was guessed, and why something better was not possible. */
  readonly notes: readonly string[];
};

export type BodyInput = {
  readonly bytes: Uint8Array;
  /** False when `bytes` are only the beginning of the body. */
  readonly isWhole: boolean;
  readonly properties: Pick<MessageProperties, 'contentType' | 'contentEncoding'>;
  /** Those of the queue; a body without any is read as what it says or looks like. */
  readonly schemas?: readonly BodySchema[];
};

export function bytesFromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const base64SliceBytes = 0x8000; // String.fromCharCode takes its arguments from the stack

export function base64FromBytes(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += base64SliceBytes) binary += String.fromCharCode(...bytes.subarray(at, at + base64SliceBytes));
  return btoa(binary);
}

/** Never throws on any bytes: what can't be decoded is shown as hex with the reason. */
export async function decodeBody(input: BodyInput): Promise<DecodedBody> {
  const notes: string[] = [];
  const { bytes, isWhole } = await undoEncoding(input, notes);
  const type = declaredFormat(input.properties.contentType);
  if (bytes.length === 0) return { format: 'empty', bytes, tree: null, text: null, notes };
  const schema = schemaFor(input.schemas ?? [], input.properties.contentType);
  if (schema !== null) return fromSchema(bytes, isWhole, schema, notes);
  if (type === 'messagepack') return fromMessagePack(bytes, isWhole, notes);
  const text = toText(bytes, isWhole, charsetOf(input.properties.contentType));
  if (text === null) return fromBinary(bytes, isWhole, type, notes);
  return fromText(bytes, text, isWhole, type, notes);
}

async function undoEncoding(input: BodyInput, notes: string[]): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const declared = input.properties.contentEncoding;
  const isGuess = !isCompressed(declared) && looksLikeGzip(input.bytes);
  const encoding = isGuess ? 'gzip' : declared;
  if (!isCompressed(encoding)) return input;
  const inflated = await inflate(input.bytes, encoding, !input.isWhole);
  if (!inflated.ok) {
    if (!isGuess) notes.push(inflated.reason);
    return input;
  }
  notes.push(
    isGuess
      ? 'The body begins like gzip although its content encoding doesn’t say so; it was unpacked.'
      : `Unpacked from ${encoding}: ${input.bytes.length.toLocaleString('en')} bytes became ${inflated.bytes.length.toLocaleString('en')}.`,
  );
  return { bytes: inflated.bytes, isWhole: !inflated.isCut };
}

type Declared = 'json' | 'xml' | 'text' | 'messagepack' | 'binary' | null;

function declaredFormat(contentType: string | undefined): Declared {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/[/+.-](x-)?(msgpack|messagepack)$/.test(type)) return 'messagepack';
  if (/[/+]json$/.test(type) || type.endsWith('json')) return 'json';
  if (/[/+]xml$/.test(type)) return 'xml';
  if (type.startsWith('text/')) return 'text';
  // application/octet-stream is what many clients send when nobody chose anything: as good as no type.
  return type === '' || type === 'application/octet-stream' ? null : 'binary';
}

const charsetOf = (contentType: string | undefined): string => /charset="?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';

function toText(bytes: Uint8Array, isWhole: boolean, charset: string): string | null {
  try {
    // stream: a cut body may end inside a character.
    return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return null;
  }
}

/** Tab, line feed, form feed, carriage return and escape occur in text; no other control character does. */
const textControls = new Set([9, 10, 12, 13, 27]);

/** Characters that no text holds: what decodes with them is shown as bytes. */
export function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 && !textControls.has(code)) return true;
  }
  return false;
}

function fromText(bytes: Uint8Array, text: string, isWhole: boolean, type: Declared, notes: string[]): DecodedBody {
  const start = text.trimStart()[0];
  if (type === 'json' || (type !== 'xml' && (start === '{' || start === '['))) {
    if (!isWhole) return { format: 'json', bytes, tree: null, text, notes };
    const parsed = parseJson(text);
    if (parsed.ok) return { format: 'json', bytes, tree: parsed.node, text, notes };
    if (type === 'json') {
      const { message, line, column } = parsed.fault;
      notes.push(`The content type says JSON, but it is not valid: line ${line}, column ${column}: ${message}`);
    }
  }
  if (type === 'xml' || (type === null && start === '<')) return { format: 'xml', bytes, tree: null, text, notes };
  if (type !== 'text' && hasControls(text)) {
    notes.push('The body holds control characters, so it is shown as bytes.');
    return { format: 'hex', bytes, tree: null, text: null, notes };
  }
  return { format: 'text', bytes, tree: null, text, notes };
}

/** Not text in its declared character set. */
async function fromBinary(bytes: Uint8Array, isWhole: boolean, type: Declared, notes: string[]): Promise<DecodedBody> {
  const first = bytes[0] ?? 0;
  const beginsLikeMessagePack = (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf);
  if (type === null && isWhole && beginsLikeMessagePack) {
    const decoded = await decodeMessagePack(bytes);
    if (decoded.ok) {
      return {
        format: 'messagepack',
        bytes,
        tree: decoded.node,
        text: null,
        notes: [...notes, 'No content type is set; the bytes are valid MessagePack.'],
      };
    }
  }
  const wasText = type === 'json' || type === 'xml' || type === 'text';
  notes.push(wasText ? 'The content type says text, but the bytes are not valid in its character set.' : 'The bytes are not UTF-8 text.');
  return { format: 'hex', bytes, tree: null, text: null, notes };
}

/** By a schema of the queue; the decoders are loaded with the first such body. What they refuse is shown as bytes, and as text if it is any. */
async function fromSchema(bytes: Uint8Array, isWhole: boolean, schema: BodySchema, notes: string[]): Promise<DecodedBody> {
  const decoder = decoderInWords(schema);
  const { format } = schema.shape;
  if (!isWhole) {
    const waiting = `${bodySchemaWords[format]} is decoded once the whole body is loaded.`;
    return { format: 'hex', bytes, tree: null, text: null, decoder, notes: [...notes, waiting] };
  }
  const { decodeBySchema } = await import('./schema-body');
  const decoded = decodeBySchema(bytes, schema);
  if (decoded.ok) return { format, bytes, tree: decoded.node, text: null, decoder, notes: [...notes, ...decoded.notes] };
  const text = toText(bytes, true, 'utf-8');
  const shownText = text === null || hasControls(text) ? null : text;
  return { format: 'hex', bytes, tree: null, text: shownText, decoder, notes: [...notes, decoded.reason] };
}

async function fromMessagePack(bytes: Uint8Array, isWhole: boolean, notes: string[]): Promise<DecodedBody> {
  if (!isWhole)
    return { format: 'hex', bytes, tree: null, text: null, notes: [...notes, 'MessagePack is decoded once the whole body is loaded.'] };
  const decoded = await decodeMessagePack(bytes);
  if (decoded.ok) return { format: 'messagepack', bytes, tree: decoded.node, text: null, notes };
  return {
    format: 'hex',
    bytes,
    tree: null,
    text: null,
    notes: [...notes, `The content type says MessagePack, but it is not valid: ${decoded.reason}`],
  };
}

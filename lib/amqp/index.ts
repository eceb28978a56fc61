export { ByteReader } from './byte-reader';
export { ByteWriter } from './byte-writer';
export {
  type BuiltContent,
  bodyOf,
  buildContent,
  type ContentHeader,
  type ContentSlice,
  decodeContentHeader,
  encodeContentHeader,
  FRAME_OVERHEAD_BYTES,
  headerPayloadOf,
  joinContent,
  propertiesOf,
} from './content';
export { ContentScan, EXPIRATION_INVALID } from './content-scan';
export { ChannelError, ConnectionError, type ReplyCode, replyCode } from './errors';
export { decodeTable, encodeTable } from './field-table';
export type { KeyVisitor } from './field-table-scan';
export { FrameParser, type FrameSink, STOP_PARSING, stopBefore } from './frame-parser';
export { type HeaderRewrite, rewriteContentHeader } from './header-rewrite';
export { encodeMethodFrame, writeMethodFrame } from './method-frame';
export {
  type ClientMethod,
  decodeMethod,
  frameConstant,
  type Method,
  type MethodName,
  methodId,
  propertyFlag,
  type ServerMethod,
} from './spec.gen';
export { TableMemo } from './table-memo';

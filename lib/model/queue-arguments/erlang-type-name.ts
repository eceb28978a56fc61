import type { TypedValue } from '../field-table';

const names: Readonly<Record<TypedValue['type'], string>> = {
  boolean: 'bool',
  int8: 'byte',
  uint8: 'unsignedbyte',
  int16: 'short',
  uint16: 'unsignedshort',
  int32: 'signedint',
  uint32: 'unsignedint',
  int64: 'long',
  float: 'float',
  double: 'double',
  decimal: 'decimal',
  string: 'longstr',
  bytes: 'binary',
  longString: 'longstr',
  timestamp: 'timestamp',
  table: 'table',
  array: 'array',
  void: 'void',
};

/** The type's name in RabbitMQ's error texts, which clients and people search for. */
export const erlangTypeName = (value: TypedValue): string => names[value.type];

export const schemaLimits = {
  /** Of one schema's text. Resolving the types of a hostile .proto costs the square of its size: at this size a fraction of a second. */
  textLengthMax: 65_536,
  perQueueMax: 10,
  nameLengthMax: 100,
  contentTypeLengthMax: 255,
  /** Of the fault that is shown: a parser may quote half the file. */
  faultLengthMax: 200,
} as const;

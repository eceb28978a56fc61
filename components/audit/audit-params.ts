import { parseAsString, parseAsStringLiteral } from 'nuqs';

const outcomes = ['allowed', 'refused', 'failed'] as const;

/** The filter and the open entry of the audit page, in the URL. */
export const auditParsers = {
  person: parseAsString,
  act: parseAsString,
  outcome: parseAsStringLiteral(outcomes),
  broker: parseAsString,
  text: parseAsString,
  entry: parseAsString,
};
export const outcomeOptions = [
  { value: '', label: 'Any outcome' },
  { value: 'allowed', label: 'allowed' },
  { value: 'refused', label: 'refused' },
  { value: 'failed', label: 'failed' },
];

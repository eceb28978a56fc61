import { celMember, celNumber, celText } from './cel';
import type { PlainSearch, SearchRequest } from './search';

const listIndex = /^(0|[1-9]\d{0,8})$/;

/** The plain boxes as the filter that means the same; empty when none is filled. */
export function plainInCel({ text, header, jsonPath }: PlainSearch): string {
  const parts: string[] = [];
  if (text !== '') parts.push(`message.mentions(${celText(text)})`);
  if (header) parts.push(isValue(`headers[${celText(header.key)}]`, header.value));
  if (jsonPath) parts.push(isValue(pathInCel(jsonPath.path), jsonPath.value));
  return joined(parts);
}

/** All that a search asks for as one filter: boxes and language together. */
export function requestInCel({ filter, plain }: Pick<SearchRequest, 'filter' | 'plain'>): string {
  return joined([plain ? plainInCel(plain) : '', filter.trim()].filter((part) => part !== ''));
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : parts.map((part) => (/\|\||\?/.test(part) ? `(${part})` : part)).join(' && ');

const pathInCel = (path: string): string =>
  `body${path
    .split('.')
    .map((step) => (listIndex.test(step) ? `[${step}]` : celMember(step)))
    .join('')}`;

/** A box holds text; a message may hold the number or the truth value that is written so. */
function isValue(place: string, value: string): string {
  const other = otherValue(value);
  const asText = `${place} == ${celText(value)}`;
  return other === null ? asText : `${asText} || ${place} == ${other}`;
}

function otherValue(value: string): string | null {
  if (value === 'true' || value === 'false' || value === 'null') return value;
  if (value.startsWith('[') || value.startsWith('{')) return jsonInCel(value);
  const number = Number(value);
  return value !== '' && JSON.stringify(number) === value ? celNumber(number) : null;
}

/** JSON is CEL but for the numbers; lists and objects are compared by what they hold. */
function jsonInCel(value: string): string | null {
  try {
    return literalOf(JSON.parse(value));
  } catch {
    return null;
  }
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, member]) => `${celText(key)}: ${literalOf(member)}`)
      .join(', ')}}`;
  return typeof value === 'number' ? celNumber(value) : JSON.stringify(value);
}

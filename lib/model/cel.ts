/*
 * CEL as text: names and literals written so that the filter language reads them back as they were.
 */

/** Words that CEL keeps for itself where a member could stand. */
const reserved: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `.name`, or `["x-tenant"]` where the name is no identifier. */
export const celMember = (key: string): string => (identifier.test(key) && !reserved.has(key) ? `.${key}` : `[${celText(key)}]`);

/** Escapes of JSON are escapes of CEL. */
export const celText = (text: string): string => JSON.stringify(text);

/** A number as a literal that compares equal to it; whole ones as integers where CEL's integers reach. */
export function celNumber(number: number): string {
  const text = String(number).replace('e+', 'e');
  return Number.isInteger(number) && !Number.isSafeInteger(number) && !text.includes('e') ? `${text}.0` : text;
}

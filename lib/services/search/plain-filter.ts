import type { PlainTable, PlainValue } from '../../model/field-table';
import { toPlainTable } from '../../model/field-table-plain';
import type { PlainSearch } from '../../model/search';
import { compileJsonScan, type Wanted } from './json-scan';
import { isTelling, literalTest } from './required-literals';
import { bodyOf, type SearchedMessage } from './searched-message';

type Test = (message: SearchedMessage) => boolean;

/** The plain boxes as one predicate: all that are filled must hold; the cheapest is asked first. */
export function compilePlain({ text, header, jsonPath }: PlainSearch): Test {
  const tests: Test[] = [];
  if (jsonPath) tests.push(atJsonPath(jsonPath));
  if (text !== '') tests.push(anywhere(text));
  if (header) tests.push((message) => textOf(toPlainTable(message.properties().headers ?? [])[header.key]) === header.value);
  return (message) => tests.every((test) => test(message));
}

let lastMentioned: { readonly text: string; readonly test: Test } = { text: '', test: () => true };

/** Whether a message has the text anywhere; asked for the same text over and over. */
export function mentions(message: SearchedMessage, text: string): boolean {
  if (text !== lastMentioned.text) lastMentioned = { text, test: anywhere(text) };
  return lastMentioned.test(message);
}

/** Case is ignored. A needle of ASCII is looked for byte by byte: no other letter of UTF-8 has such bytes. */
function anywhere(text: string): Test {
  const needle = text.toLowerCase();
  const encoding = /^[ -~]+$/.test(needle) ? 'latin1' : 'utf8';
  const isIn = (place: string): boolean => place.toLowerCase().includes(needle);
  return (message) => {
    const body = bodyOf(message);
    if (isIn(body.toString(encoding)) || isIn(message.routingKey)) return true;
    const { headers, ...properties } = message.properties();
    return Object.values(properties).some((value) => isIn(String(value))) || isInTable(toPlainTable(headers ?? []), isIn);
  };
}

const isInTable = (table: PlainTable, isIn: (place: string) => boolean): boolean =>
  Object.entries(table).some(([key, value]) => isIn(key) || isIn(textOf(value)));

function atJsonPath({ path, value }: { readonly path: string; readonly value: string }): Test {
  const steps = path.split('.');
  // A number may be written in many ways (1e3); a text only as it is, or with a backslash.
  const isWord = isTelling(value) && Number.isNaN(Number(value)) && !/[[{]/.test(value);
  const mayMatch = isWord ? literalTest({ texts: [value], isInsideJson: true }) : () => true;
  const scan = compileJsonScan(wantedAt(steps));
  const isThere = (root: unknown): boolean => textOf(walk(root, steps)) === value;
  return (message) => {
    const body = bodyOf(message);
    if (!mayMatch(body)) return false;
    const found = scan(body); // may rule out, never prove: see compileJsonScan
    return (found === null || isThere(found)) && isThere(parsed(body));
  };
}

function wantedAt([step = '', ...rest]: readonly string[]): Wanted {
  return new Map([[step, rest.length === 0 ? 'whole' : wantedAt(rest)]]);
}

/** Undefined where there is no such place; a list is entered by its index. */
function walk(root: unknown, steps: readonly string[]): PlainValue | undefined {
  let at = root;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at as PlainValue;
}

/** Undefined when the body is no JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A missing value has a text that nobody can ask for. */
function textOf(value: PlainValue | undefined): string {
  if (value === undefined) return '\0';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Which members of a JSON object are wanted: each whole, or only some of its own. */
export type Wanted = ReadonlyMap<string, 'whole' | Wanted>;
export type Found = Record<string, unknown>;

/** What a scan finds, or null when only parsing the whole text can tell. */
export type JsonScan = (body: Buffer) => Found | null;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** `[` and `{`, `]` and `}` differ in this bit only. */
const braceBit = 0x20;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/** A string that is longer than this is skipped by the engine's own search, which takes a while to start. */
const shortStringBytes = 32;
const notFound = -1;
const digitZero = 0x30;
/** All such integers are exact. */
const integerDigitsMax = 15;

type Member = { readonly key: Buffer; readonly name: string; readonly wanted: 'whole' | readonly Member[] };

/**
 * Looks a few members up in the bytes of a JSON text and skips the rest, several times faster than parsing it. For every text
 * that JSON.parse accepts the answer has at the wanted places what JSON.parse has there, or is null; of a text that it refuses
 * the answer may be anything. So a scan may prove that a message is not meant, never that it is: see compile-filter.ts.
 * Null is answered where keys are escaped or come twice, and where a place on the way is no object.
 */
export function compileJsonScan(wanted: Wanted): JsonScan {
  if (hasKey(wanted, '__proto__')) return () => null; // not a key like others for what is found
  const members = membersOf(wanted);
  return (body) => {
    const scan = new Scan(body);
    return scan.skipSpace() === openBrace ? scan.object(members) : null;
  };
}

const membersOf = (wanted: Wanted): readonly Member[] =>
  [...wanted].map(([name, inner]) => ({ key: Buffer.from(name), name, wanted: inner === 'whole' ? inner : membersOf(inner) }));

const hasKey = (wanted: Wanted, key: string): boolean =>
  [...wanted].some(([name, inner]) => name === key || (inner !== 'whole' && hasKey(inner, key)));

/** One pass over one text; `at` is the next byte. Plain fields and functions: this runs hundreds of thousands of times a second. */
class Scan {
  private at = 0;
  private readonly hasEscapes: boolean;

  constructor(private readonly body: Buffer) {
    this.hasEscapes = body.includes(backslash);
  }

  /** The next byte that is no white space; undefined at the end. */
  skipSpace(): number | undefined {
    let byte = this.body[this.at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.body[++this.at];
    return byte;
  }

  /** At an opening brace; ends behind the closing one. */
  object(members: readonly Member[]): Found | null {
    const found: Found = {};
    this.at += 1;
    if (this.skipSpace() === closeBrace) return this.past(found);
    for (;;) {
      if (this.skipSpace() !== quote || !this.member(members, found)) return null;
      const next = this.skipSpace();
      if (next === closeBrace) return this.past(found);
      if (next !== comma) return null;
      this.at += 1;
    }
  }

  private past(found: Found): Found {
    this.at += 1;
    return found;
  }

  /** At the quote of a key; ends behind the value. False when only parsing can tell. */
  private member(members: readonly Member[], found: Found): boolean {
    const start = this.at;
    const end = endOfString(this.body, start, this.hasEscapes);
    if (end === notFound) return false;
    this.at = end;
    const member = this.findMember(members, start + 1, end - 1);
    if (member === undefined || this.skipSpace() !== colon) return false;
    this.at += 1;
    const first = this.skipSpace();
    if (member === null) return this.skipValue(first);
    if (Object.hasOwn(found, member.name)) return false; // of keys that come twice the last one counts
    const value = this.value(member.wanted, first);
    found[member.name] = value;
    return value !== undefined;
  }

  /** Null for a key that nobody wants, undefined for one that might be any. */
  private findMember(members: readonly Member[], start: number, end: number): Member | null | undefined {
    for (const member of members) {
      if (member.key.length === end - start && holdsAt(this.body, member.key, start)) return member;
    }
    return this.hasEscapes && this.body.subarray(start, end).includes(backslash) ? undefined : null;
  }

  /** Undefined when only parsing can tell. */
  private value(wanted: Member['wanted'], first: number | undefined): unknown {
    if (wanted !== 'whole') return first === openBrace ? (this.object(wanted) ?? undefined) : undefined;
    const start = this.at;
    if (!this.skipValue(first)) return undefined;
    const integer = smallInteger(this.body, start, this.at);
    if (integer !== undefined) return integer;
    try {
      return JSON.parse(this.body.toString('utf8', start, this.at));
    } catch {
      return undefined;
    }
  }

  private skipValue(first: number | undefined): boolean {
    if (first === undefined) return false;
    const end =
      first === quote
        ? endOfString(this.body, this.at, this.hasEscapes)
        : first === openBrace || first === openBracket
          ? endOfNested(this.body, this.at, this.hasEscapes)
          : endOfScalar(this.body, this.at);
    this.at = end;
    return end !== notFound;
  }
}

function holdsAt(body: Buffer, key: Buffer, start: number): boolean {
  for (let index = 0; index < key.length; index++) if (body[start + index] !== key[index]) return false;
  return true;
}

/** Behind the closing quote of the string that opens at `start`. */
function endOfString(body: Buffer, start: number, hasEscapes: boolean): number {
  const nearEnd = hasEscapes ? body.length : Math.min(start + shortStringBytes, body.length);
  for (let at = start + 1; at < nearEnd; at++) {
    const byte = body[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  if (hasEscapes) return notFound;
  const end = body.indexOf(quote, nearEnd);
  return end < 0 ? notFound : end + 1;
}

/** Behind the bracket that closes the one at `start`. They are counted, not paired: a text that is wrong there is no JSON at all. */
function endOfNested(body: Buffer, start: number, hasEscapes: boolean): number {
  const { length } = body;
  let depth = 0;
  for (let at = start; at < length; at++) {
    const byte = body[at] as number;
    if (byte !== quote) {
      const bracket = byte & ~braceBit;
      if (bracket === openBracket) depth += 1;
      else if (bracket === closeBracket && --depth === 0) return at + 1;
    } else if (hasEscapes) {
      const end = endOfString(body, at, hasEscapes);
      if (end === notFound) return notFound;
      at = end - 1;
    } else {
      // Not a call: short strings are most of what there is to skip.
      at += 1;
      while (at < length && body[at] !== quote) at += 1;
    }
  }
  return notFound;
}

function endOfScalar(body: Buffer, start: number): number {
  let at = start;
  for (let byte = body[at]; byte !== undefined; byte = body[++at]) {
    if (byte === comma || byte === closeBrace || byte === closeBracket || byte <= 0x20) break;
  }
  return at === start ? notFound : at;
}

/** The number that a few digits are, as most numbers of messages are written; undefined for any other value. */
function smallInteger(body: Buffer, start: number, end: number): number | undefined {
  if (end - start > integerDigitsMax || (body[start] === digitZero && end - start > 1)) return undefined;
  let integer = 0;
  for (let at = start; at < end; at++) {
    const digit = (body[at] as number) - digitZero;
    if (digit < 0 || digit > 9) return undefined;
    integer = integer * 10 + digit;
  }
  return integer;
}

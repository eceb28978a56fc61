import { assert } from '../base/assert';

/**
 * A document as a console must show it: numbers keep the digits that were sent (an order number of 20 digits is not a double),
 * entries keep their order and a key that is there twice stays there twice. JSON.parse loses all three.
 * `other` is for what JSON has no word for and MessagePack has: bytes, timestamps, extensions.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly value: JsonNode }[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'other'; readonly text: string; readonly note: string };

/** Where and why a text is no JSON; line and column count from 1. */
export type JsonFault = { readonly message: string; readonly line: number; readonly column: number };
export type JsonResult = { readonly ok: true; readonly node: JsonNode } | { readonly ok: false; readonly fault: JsonFault };

/** Deeper documents are shown as text: recursion stays far from the stack's end. */
export const jsonDepthMax = 500;

class Fault extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Up to the closing quote; what is inside (escapes, control characters) is judged by JSON.parse on just this slice.
const string = /"(?:[^"\\]|\\.)*"/sy;
const literals: readonly { readonly text: string; readonly node: JsonNode }[] = [
  { text: 'true', node: { kind: 'boolean', value: true } },
  { text: 'false', node: { kind: 'boolean', value: false } },
  { text: 'null', node: { kind: 'null' } },
];

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  document(): JsonNode {
    const node = this.#value(0);
    if (this.#at < this.text.length) throw new Fault('There is more after the end of the document.', this.#at);
    return node;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  /** One value with the white space around it. */
  #value(depth: number): JsonNode {
    if (depth > jsonDepthMax) throw new Fault(`Nested deeper than ${jsonDepthMax} levels.`, this.#at);
    this.#match(space);
    const node = this.#bare(depth);
    this.#match(space);
    return node;
  }

  #bare(depth: number): JsonNode {
    const first = this.text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return { kind: 'string', value: this.#string() };
    const literal = literals.find((one) => this.text.startsWith(one.text, this.#at));
    if (literal !== undefined) {
      this.#at += literal.text.length;
      return literal.node;
    }
    const digits = this.#match(number);
    if (digits !== null) return { kind: 'number', text: digits };
    throw new Fault(first === undefined ? 'The document ends too early.' : `A value can't begin with ${JSON.stringify(first)}.`, this.#at);
  }

  #string(): string {
    const start = this.#at;
    const slice = this.#match(string);
    if (slice === null) throw new Fault('This text has no closing quote.', start);
    try {
      const value: unknown = JSON.parse(slice);
      assert(typeof value === 'string', 'a quoted slice parses to a string');
      return value;
    } catch {
      throw new Fault('This text holds a bad escape or a raw control character.', start);
    }
  }

  #object(depth: number): JsonNode {
    const entries: { key: string; value: JsonNode }[] = [];
    this.#list('}', () => {
      this.#match(space);
      if (this.text[this.#at] !== '"') throw new Fault('A key in double quotes is expected here.', this.#at);
      const key = this.#string();
      this.#match(space);
      this.#expect(':');
      entries.push({ key, value: this.#value(depth + 1) });
    });
    return { kind: 'object', entries };
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return { kind: 'array', items };
  }

  /** `[ item , item ]` of either kind; the cursor stands on the opening bracket. */
  #list(close: string, item: () => void): void {
    this.#at += 1;
    this.#match(space);
    if (this.text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#match(space);
      if (this.text[this.#at] === close) break;
      this.#expect(',');
    }
    this.#at += 1;
  }

  #expect(character: string): void {
    if (this.text[this.#at] !== character) throw new Fault(`A ${JSON.stringify(character)} is expected here.`, this.#at);
    this.#at += 1;
  }
}

/** Parses RFC 8259 JSON without losing digits, order or repeated keys. */
export function parseJson(text: string): JsonResult {
  try {
    return { ok: true, node: new Reader(text).document() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { ok: false, fault: { message: error.message, line: before.split('\n').length, column: error.at - lineStart + 1 } };
  }
}

/** Two-space pretty print; numbers as they were sent. */
export function formatJson(node: JsonNode, indent = ''): string {
  const inner = `${indent}  `;
  switch (node.kind) {
    case 'object':
      if (node.entries.length === 0) return '{}';
      return `{\n${node.entries.map((e) => `${inner}${JSON.stringify(e.key)}: ${formatJson(e.value, inner)}`).join(',\n')}\n${indent}}`;
    case 'array':
      if (node.items.length === 0) return '[]';
      return `[\n${node.items.map((item) => inner + formatJson(item, inner)).join(',\n')}\n${indent}]`;
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
    case 'other':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}

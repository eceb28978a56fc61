import type { ASTNode } from '@marcbachmann/cel-js';

/** One of `texts` must lie in the body for the filter to hold. */
export type RequiredLiterals = {
  readonly texts: readonly string[];
  /** The text is a value inside JSON, where `\u0041` may stand for `A`: a body with a backslash proves nothing. */
  readonly isInsideJson: boolean;
};

const alternativesMax = 8;
const partTests: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith']);

/**
 * What a body must contain for this expression to be true, or null when nothing follows. Each rule only ever says less than
 * the expression: `a && b` needs what either needs, `a || b` what both need, a negation nothing.
 */
export function requiredLiterals(node: ASTNode): RequiredLiterals | null {
  switch (node.op) {
    case '&&':
      return narrower(requiredLiterals(node.args[0]), requiredLiterals(node.args[1]));
    case '||':
      return either(requiredLiterals(node.args[0]), requiredLiterals(node.args[1]));
    case '==':
      return comparison(node.args[0], node.args[1]) ?? comparison(node.args[1], node.args[0]);
    case 'rcall': {
      const [name, receiver, [part]] = node.args;
      return partTests.has(name) && part ? comparison(receiver, part) : null;
    }
    default:
      return null;
  }
}

function comparison(place: ASTNode, value: ASTNode): RequiredLiterals | null {
  if (value.op !== 'value' || typeof value.args !== 'string' || !isTelling(value.args)) return null;
  if (place.op === 'id') return place.args === 'text' ? { texts: [value.args], isInsideJson: false } : null;
  return rootOf(place) === 'body' ? { texts: [value.args], isInsideJson: true } : null;
}

/** Replacement characters and lone surrogates may stand for other bytes. */
export const isTelling = (text: string): boolean => text !== '' && !text.includes('\ufffd') && !/\p{Surrogate}/u.test(text);

function rootOf(node: ASTNode): string | null {
  let at: ASTNode = node;
  while (at.op === '.' || at.op === '[]') at = at.args[0];
  return at.op === 'id' ? at.args : null;
}

function narrower(a: RequiredLiterals | null, b: RequiredLiterals | null): RequiredLiterals | null {
  if (!a || !b) return a ?? b;
  return shortest(a) >= shortest(b) ? a : b;
}

const shortest = ({ texts }: RequiredLiterals): number => Math.min(...texts.map((text) => text.length));

function either(a: RequiredLiterals | null, b: RequiredLiterals | null): RequiredLiterals | null {
  if (!a || !b || a.texts.length + b.texts.length > alternativesMax) return null;
  return { texts: [...a.texts, ...b.texts], isInsideJson: a.isInsideJson || b.isInsideJson };
}

const backslash = 0x5c;

/** Whether a body may satisfy a filter, from its bytes alone: a search through a gigabyte parses almost nothing. */
export function literalTest({ texts, isInsideJson }: RequiredLiterals): (body: Buffer) => boolean {
  const needles = texts.map((text) => Buffer.from(text, 'utf8'));
  return (body) => needles.some((needle) => body.includes(needle)) || (isInsideJson && body.includes(backslash));
}

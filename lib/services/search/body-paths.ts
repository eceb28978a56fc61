import type { ASTNode } from '@marcbachmann/cel-js';
import type { Wanted } from './json-scan';

const bodyName = 'body';
const pathsMax = 16;
/** Calls that look at all of their arguments before they answer. */
const strictTests: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith', 'matches', 'matchesInLinearTime']);
const strictOperators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  '+',
  '-',
  '*',
  '/',
  '%',
  '.',
  '[]',
  '!_',
  '-_',
]);

type Tree = Map<string, 'whole' | Tree>;

/**
 * The members of the body that an expression reads, when it reads nothing else of it and is never true for a body that is no
 * JSON; null otherwise. Then a scan for those members can stand for parsing wherever the answer is no.
 */
export function bodyPaths(node: ASTNode): Wanted | null {
  if (!isNeverTrueWithout(node)) return null;
  const tree: Tree = new Map();
  return collect(node, tree) && tree.size > 0 && tree.size <= pathsMax ? tree : null;
}

/** False when the body is used in a way that no path describes. */
function collect(node: ASTNode, tree: Tree): boolean {
  const path = pathOf(node);
  if (path) return path.length > 0 && insert(tree, path);
  if (node.op === '[]') return collect(node.args[0], tree) && collect(node.args[1], tree);
  return childrenOf(node).every((child) => collect(child, tree));
}

function insert(tree: Tree, [step = '', ...rest]: readonly string[]): true {
  const inner = tree.get(step);
  if (inner === 'whole') return true;
  if (rest.length === 0) {
    tree.set(step, 'whole');
    return true;
  }
  const next: Tree = inner ?? new Map();
  tree.set(step, next);
  return insert(next, rest);
}

/** `['order', 'id']` for body.order.id and body["order"].id; empty for the body itself; null for anything else. */
function pathOf(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return node.args === bodyName ? [] : null;
  const step = stepOf(node);
  if (step === null || (node.op !== '.' && node.op !== '[]')) return null;
  const before = pathOf(node.args[0]);
  return before && [...before, step];
}

function stepOf(node: ASTNode): string | null {
  if (node.op === '.') return node.args[1];
  if (node.op !== '[]' || node.args[1].op !== 'value') return null;
  return typeof node.args[1].args === 'string' ? node.args[1].args : null;
}

/** Each rule says less than is so: with a body of null the expression is false or has no answer. */
function isNeverTrueWithout(node: ASTNode): boolean {
  if (node.op === '&&') return node.args.some(isNeverTrueWithout);
  if (node.op === '||') return node.args.every(isNeverTrueWithout);
  return failsWithout(node);
}

/** With a body of null there is no answer, because a member of null is asked for on every way through. */
function failsWithout(node: ASTNode): boolean {
  if ((node.op === '.' || node.op === '[]') && node.args[0].op === 'id' && node.args[0].args === bodyName) return true;
  if (node.op === '&&' || node.op === '||') return node.args.every(failsWithout);
  if (node.op === '?:') return failsWithout(node.args[0]) || (failsWithout(node.args[1]) && failsWithout(node.args[2]));
  if (node.op === 'rcall') return failsWithout(node.args[1]) || (strictTests.has(node.args[0]) && node.args[2].some(failsWithout));
  return strictOperators.has(node.op) && childrenOf(node).some(failsWithout);
}

export const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

export function childrenOf(node: ASTNode): readonly ASTNode[] {
  const parts: readonly unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  return parts.filter(isNode);
}

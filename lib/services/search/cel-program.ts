import { type ASTNode, Environment, type ParseResult, parse, serialize } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { childrenOf } from './body-paths';
import { mentions } from './plain-filter';
import type { SearchedMessage } from './searched-message';

/** A filter is small and shallow: its cost for one message stays bounded, however hostile it is. */
const limits = { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 };
/** Each macro walks a list; one inside another walks it squared. */
const macroDepthMax = 1;
const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** The library's own uses backtracking patterns; ours run in linear time. */
const linearMatches = 'matchesInLinearTime';
const patternsCachedMax = 64;
const answerTypes: ReadonlySet<string> = new Set(['bool', 'dyn']);

/** A fault of an expression at its place, in the library's words; filter-fault.ts says what to do. */
export class CelFault extends Error {
  constructor(
    readonly code: string,
    readonly summary: string,
    readonly range: { readonly start: number; readonly end: number },
  ) {
    super(summary);
  }
}

/** An expression as a program over the fields of one message. Throws CelFault. */
export function celProgram(expression: string): ParseResult {
  const program = understood(() => checked(expression));
  const { ast } = program;
  const macroDepth = depthOfMacros(ast);
  if (macroDepth > macroDepthMax) throw new CelFault('macro_depth', 'Lists can be walked one inside the other at most once', ast.range);
  const hasPatterns = checkPatterns(ast);
  return !hasPatterns ? program : understood(() => checked(withLinearPatterns(expression, ast)));
}

function checked(expression: string): ParseResult {
  const program = environment.parse(expression);
  const { valid, type = 'dyn', error } = program.check();
  if (!valid) throw error ?? new Error('The expression does not fit the fields of a message');
  if (!answerTypes.has(type)) throw new CelFault('no_answer', `This is a ${type}, not a condition`, program.ast.range);
  return program;
}

type LibraryError = Error & { readonly code?: string; readonly summary?: string; readonly range?: { start: number; end: number } };

function understood<Result>(attempt: () => Result): Result {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof CelFault || !(error instanceof Error)) throw error;
    const { code = '', summary, range, message }: LibraryError = error;
    throw new CelFault(code, summary ?? message.split('\n')[0] ?? '', range ?? { start: 0, end: 0 });
  }
}

/**
 * Whether there are patterns. One that is written out is read now, so that its fault is said at its place and not message by
 * message.
 */
function checkPatterns(node: ASTNode): boolean {
  const inner = childrenOf(node).map(checkPatterns);
  if (node.op !== 'rcall' || node.args[0] !== 'matches') return inner.includes(true);
  const [pattern] = node.args[2];
  if (pattern?.op === 'value' && typeof pattern.args === 'string') checkPattern(pattern.args, pattern.range);
  return true;
}

function checkPattern(source: string, range: CelFault['range']): void {
  try {
    linearPattern(source);
  } catch (error) {
    throw new CelFault('pattern', error instanceof Error ? error.message : '', range);
  }
}

const patterns = new Map<string, RE2JS>();
function linearPattern(source: string): RE2JS {
  const known = patterns.get(source) ?? RE2JS.compile(source);
  if (patterns.size >= patternsCachedMax) patterns.clear();
  patterns.set(source, known);
  return known;
}

/** The message as a value of its own, for questions about all of it. */
export class WholeMessage {
  constructor(readonly message: SearchedMessage) {}
}

const environment = new Environment({ limits })
  .registerType('Message', WholeMessage)
  .registerVariable('message', 'Message')
  .registerVariable('text', 'string')
  .registerVariable('body', 'dyn')
  .registerVariable('headers', 'map')
  .registerVariable('properties', 'map')
  .registerVariable('exchange', 'string')
  .registerVariable('routingKey', 'string')
  .registerVariable('redelivered', 'bool')
  .registerVariable('sizeBytes', 'int')
  .registerFunction('Message.mentions(string): bool', ({ message }: WholeMessage, text: string) => mentions(message, text))
  .registerFunction(`string.${linearMatches}(string): bool`, (text: string, pattern: string) =>
    linearPattern(pattern).matcher(text).find(),
  );

function depthOfMacros(node: ASTNode): number {
  const inner = Math.max(0, ...childrenOf(node).map(depthOfMacros));
  return node.op === 'rcall' && macros.has(node.args[0]) ? inner + 1 : inner;
}

/** The same expression with each `.matches(` renamed, by its place in the text, last first so that places stay true. */
function withLinearPatterns(expression: string, ast: ASTNode): string {
  const canonical = serialize(ast);
  const places: number[] = [];
  collectMatches(parse(canonical).ast, places);
  return places
    .sort((a, b) => b - a)
    .reduce((text, at) => `${text.slice(0, at)}.${linearMatches}(${text.slice(at + '.matches('.length)}`, canonical || expression);
}

function collectMatches(node: ASTNode, places: number[]): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') {
    const at = node.input.indexOf('.matches(', node.args[1].range.end - 1);
    if (at >= 0) places.push(at);
  }
  for (const child of childrenOf(node)) collectMatches(child, places);
}

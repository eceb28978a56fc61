import { type ASTNode, Environment, EvaluationError, type ParseResult, parse, serialize } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { toPlainTable } from '../../model/field-table-plain';
import type { BrowsedMessage } from '../../model/message';
import { ServiceError } from '../errors';
import { bodyPaths, childrenOf } from './body-paths';
import { compileJsonScan } from './json-scan';
import { literalTest, requiredLiterals } from './required-literals';
import { bodyOf, type SearchedMessage, toSearched } from './searched-message';

/** A filter is small and shallow: its cost for one message stays bounded, however hostile it is. */
const limits = { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 };
/** Each macro walks a list; one inside another walks it squared. */
const macroDepthMax = 1;
const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** The library's own uses backtracking patterns; ours run in linear time. */
const linearMatches = 'matchesInLinearTime';
const patternsCachedMax = 64;
/** Faults that only say that a message has no such field. */
const missingCodes: ReadonlySet<string> = new Set(['no_such_key', 'index_out_of_bounds']);

export type MessageFilter = (message: BrowsedMessage) => boolean;

/**
 * A CEL expression over one message as a predicate. Names: body (parsed JSON, null when it is none), text, headers, exchange,
 * routingKey, redelivered, sizeBytes, properties. A message that the expression does not fit (a field it lacks) does not match.
 * Throws ServiceError 'invalid-input' with the place of the fault when the expression is wrong.
 */
export function compileFilter(expression: string): MessageFilter {
  const matches = compileSearchFilter(expression);
  return (message) => matches(toSearched(message));
}

/**
 * The same over messages in bulk: only what the expression names is decoded, and a body that can't match is not parsed.
 * `onMisfit` hears why where more than a missing field kept the expression from an answer: text compared with numbers …
 */
export function compileSearchFilter(
  expression: string,
  onMisfit: (reason: string) => void = () => {},
): (message: SearchedMessage) => boolean {
  const program = compile(expression);
  const names = namesIn(program.ast);
  const literals = requiredLiterals(program.ast);
  const mayMatch = literals ? literalTest(literals) : () => true;
  const isRuledOut = rulingOut(program, names);
  return (message) => {
    const body = bodyOf(message);
    if (!mayMatch(body) || isRuledOut(message, body)) return false;
    const { isTrue, misfit } = ask(program, variablesOf(message, body, names));
    if (misfit !== null) onMisfit(misfit);
    return isTrue;
  };
}

type Answer = { readonly isTrue: boolean; readonly misfit: string | null };
const yes: Answer = { isTrue: true, misfit: null };
const no: Answer = { isTrue: false, misfit: null };

function ask(program: ParseResult, variables: Record<string, unknown>): Answer {
  try {
    const answer: unknown = program(variables);
    if (typeof answer !== 'boolean') return { isTrue: false, misfit: 'it answers neither true nor false' };
    return answer ? yes : no;
  } catch (error) {
    // A missing field or a type that does not fit: this message is not meant.
    return error instanceof EvaluationError && missingCodes.has(error.code) ? no : { isTrue: false, misfit: firstLine(error) };
  }
}

/**
 * Most messages of a search are not meant, and looking up the few members that an expression reads is enough to know: only
 * what is not ruled out here is parsed and asked in full, so that the answer and its reasons are those of the whole body.
 */
function rulingOut(program: ParseResult, names: ReadonlySet<string>): (message: SearchedMessage, body: Buffer) => boolean {
  const wanted = bodyPaths(program.ast);
  if (!wanted) return () => false;
  const scan = compileJsonScan(wanted);
  const otherNames = new Set([...names].filter((name) => name !== 'body'));
  return (message, body) => {
    const found = scan(body);
    if (found === null) return false;
    const variables = variablesOf(message, body, otherNames);
    variables.body = found;
    return ask(program, variables) === no;
  };
}

function compile(expression: string): ParseResult {
  try {
    const { ast } = environment.parse(expression);
    const macroDepth = depthOfMacros(ast);
    if (macroDepth > macroDepthMax) throw new Error('Lists can be walked one inside the other at most once.');
    const program = environment.parse(withLinearPatterns(expression, ast));
    const { valid, error } = program.check();
    if (!valid) throw error ?? new Error('The expression does not fit the fields of a message.');
    return program;
  } catch (error) {
    const reason = firstLine(error);
    throw new ServiceError('invalid-input', `The filter can't be understood: ${reason}`, { filter: reason });
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');

/** Message fields by name; what costs time only when the expression names it. */
function variablesOf(message: SearchedMessage, body: Buffer, names: ReadonlySet<string>): Record<string, unknown> {
  const text = names.has('text') || names.has('body') ? body.toString('utf8') : '';
  return {
    text,
    body: names.has('body') ? parseBody(text) : null,
    headers: names.has('headers') ? toPlainTable(message.properties().headers ?? []) : {},
    properties: names.has('properties') ? message.properties() : {},
    exchange: names.has('exchange') ? message.exchange : '',
    routingKey: names.has('routingKey') ? message.routingKey : '',
    redelivered: names.has('redelivered') && message.redelivered,
    sizeBytes: names.has('sizeBytes') ? BigInt(message.bodySizeBytes) : 0n,
  };
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const patterns = new Map<string, RE2JS>();
function linearPattern(source: string): RE2JS {
  const known = patterns.get(source) ?? RE2JS.compile(source);
  if (patterns.size >= patternsCachedMax) patterns.clear();
  patterns.set(source, known);
  return known;
}

const environment = new Environment({ limits })
  .registerVariable('text', 'string')
  .registerVariable('body', 'dyn')
  .registerVariable('headers', 'map')
  .registerVariable('properties', 'map')
  .registerVariable('exchange', 'string')
  .registerVariable('routingKey', 'string')
  .registerVariable('redelivered', 'bool')
  .registerVariable('sizeBytes', 'int')
  .registerFunction(`string.${linearMatches}(string): bool`, (text: string, pattern: string) =>
    linearPattern(pattern).matcher(text).find(),
  );

function namesIn(node: ASTNode, names = new Set<string>()): ReadonlySet<string> {
  if (node.op === 'id') names.add(node.args);
  for (const child of childrenOf(node)) namesIn(child, names);
  return names;
}

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

import { type ASTNode, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';
import { toPlainTable } from '../../model/field-table-plain';
import type { BrowsedMessage } from '../../model/message';
import { ServiceError } from '../errors';
import { bodyPaths, childrenOf } from './body-paths';
import { celProgram, WholeMessage } from './cel-program';
import { filterFault } from './filter-fault';
import { compileJsonScan } from './json-scan';
import { literalTest, requiredLiterals } from './required-literals';
import { bodyOf, type SearchedMessage, toSearched } from './searched-message';

/** Faults that only say that a message has no such field. */
const missingCodes: ReadonlySet<string> = new Set(['no_such_key', 'index_out_of_bounds']);

export type MessageFilter = (message: BrowsedMessage) => boolean;

/**
 * A CEL expression over one message as a predicate. Names: body (parsed JSON, null when it is none), text, headers, exchange,
 * routingKey, redelivered, sizeBytes, properties, message (all of it: `message.mentions("x")`). A message that the expression does not fit (a field it lacks) does not match.
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
    return celProgram(expression);
  } catch (error) {
    const { sentence } = filterFault(error, expression);
    throw new ServiceError('invalid-input', `The filter can't be understood: ${sentence}`, { filter: sentence });
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');

/** Message fields by name; what costs time only when the expression names it. */
function variablesOf(message: SearchedMessage, body: Buffer, names: ReadonlySet<string>): Record<string, unknown> {
  const text = names.has('text') || names.has('body') ? body.toString('utf8') : '';
  return {
    message: names.has('message') ? new WholeMessage(message) : null,
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

function namesIn(node: ASTNode, names = new Set<string>()): ReadonlySet<string> {
  if (node.op === 'id') names.add(node.args);
  for (const child of childrenOf(node)) namesIn(child, names);
  return names;
}

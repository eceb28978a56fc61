import type { FilterFault } from '../../model/search';
import { CelFault } from './cel-program';

const fields = 'body, text, headers, properties, exchange, routingKey, redelivered, sizeBytes, message';

/** What is wrong, where, and what to do. Throws on again what is no fault of the expression. */
export function filterFault(error: unknown, expression: string): FilterFault {
  if (!(error instanceof CelFault)) throw error;
  const from = Math.max(0, Math.min(error.range.start, expression.length));
  return { from, to: Math.max(from, Math.min(error.range.end, expression.length)), sentence: sentenceOf(error, expression) };
}

function sentenceOf({ code, summary, range }: CelFault, expression: string): string {
  const word = expression.slice(range.start, range.end);
  switch (code) {
    case 'expected_token':
      return summary.includes('EOF') ? `The filter ends too early. ${summary.replace(', got EOF', '')} here.` : `${summary}.`;
    case 'unexpected_token':
      return summary.includes('EOF') ? 'The filter ends too early: a value or a field is missing here.' : `${summary}.`;
    case 'unexpected_character':
      return word === '=' ? 'Write == to compare.' : `${summary}. Texts stand in quotes.`;
    case 'unterminated_string':
      return 'The quote that ends this text is missing.';
    case 'unknown_variable':
      return `${summary}. Fields are ${fields}; a member of a JSON body is body.${/^\w+$/.test(word) ? word : 'name'}.`;
    case 'no_such_overload':
      return `These can't go together: ${summary.replace('no such overload: ', '')}. Compare texts with texts and numbers with numbers.`;
    case 'no_matching_overload':
      return `There is no such question: ${summary}.`;
    case 'pattern':
      return `The pattern can't be read: ${summary}.`;
    case 'no_answer':
      return `${summary}. Compare it with something, such as ${expression.trim().slice(0, 40)} == …`;
    case 'macro_depth':
      return `${summary}.`;
    default:
      return `${summary.replace(/\.$/, '')}.`;
  }
}

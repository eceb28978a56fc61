import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { StreamLanguage } from '@codemirror/language';
import type { SeenField } from '@/lib/model/search';

const words: Readonly<Record<string, string>> = { true: 'bool', false: 'bool', null: 'null', in: 'keyword' };

/** CEL by its tokens: enough for colours and brackets. */
export const cel = StreamLanguage.define<null>({
  name: 'cel',
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^\/\/.*/)) return 'comment';
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/^\d[\d.]*(?:[eE][-+]?\d+)?u?/)) return 'number';
    const word = stream.match(/^[A-Za-z_]\w*/);
    if (word && word !== true) return words[word[0]] ?? 'propertyName';
    stream.next();
    return 'punctuation';
  },
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '"', "'"] } },
});

/** The fields that every message has, with what they are. */
const roots: readonly Completion[] = [
  { label: 'body', type: 'variable', detail: 'JSON body', info: 'The body as parsed JSON; null when it is none.' },
  { label: 'text', type: 'variable', detail: 'text', info: 'The body as text.' },
  { label: 'headers', type: 'variable', detail: 'table', info: 'Headers by their key: headers["x-tenant"].' },
  { label: 'properties', type: 'variable', detail: 'table', info: 'contentType, messageId, correlationId and the others.' },
  { label: 'routingKey', type: 'variable', detail: 'text' },
  { label: 'exchange', type: 'variable', detail: 'text' },
  { label: 'sizeBytes', type: 'variable', detail: 'number', info: 'Size of the body.' },
  { label: 'redelivered', type: 'variable', detail: 'true or false' },
  {
    label: 'message.mentions("")',
    type: 'function',
    detail: 'text anywhere',
    info: 'Body, headers, routing key or properties; case is ignored.',
  },
];
const textTests: readonly Completion[] = ['contains', 'startsWith', 'endsWith', 'matches'].map((name) => ({
  label: `${name}("")`,
  type: 'method',
  detail: 'of a text',
}));

const pathBefore = /(?:body|headers|properties|text|routingKey|exchange)(?:\.\w*|\["?[^"\]]*"?\]?)*$/;
const wordBefore = /[A-Za-z_]\w*$/;

const asCompletion = ({ path, type, example }: SeenField): Completion => ({
  label: path,
  type: 'property',
  detail: example === null ? type : `${type}, such as ${example}`,
});

/** Completion of the fields that were seen, by their whole path, and of what can be asked of a text. */
export const fieldCompletion =
  (seen: () => readonly SeenField[]): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const path = context.matchBefore(pathBefore);
    if (path) {
      const fields = seen().map(asCompletion);
      const isAtDot = path.text.endsWith('.');
      const tests = isAtDot ? textTests.map((test) => ({ ...test, label: path.text + test.label })) : [];
      return { from: path.from, options: [...roots, ...fields, ...tests], validFor: /^[\w.["\]-]*$/ };
    }
    const word = context.matchBefore(wordBefore);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: [...roots, ...seen().map(asCompletion)], validFor: /^[\w.["\]-]*$/ };
  };

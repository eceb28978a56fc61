import { formatJson, parseJson } from '../../model/json-tree';
import { typedText, typeWords } from '../../model/typed-text';
import type { EditedMessage } from './edit-message';
import { operationLimits } from './operation-limits';

/** A message as text that can be compared line by line: properties, typed headers, and the body, tidied when it is JSON. */
export function reviewText({ properties: { headers = [], ...properties }, bodyBase64 }: EditedMessage): string {
  const text = [
    ...Object.entries(properties).map(([name, value]) => `${name}: ${value}`),
    ...headers.map(({ key, value }) => `header ${key} (${typeWords[value.type].word}): ${typedText(value)}`),
    '',
    bodyText(Buffer.from(bodyBase64, 'base64')),
  ].join('\n');
  const { reviewCharactersMax } = operationLimits;
  return text.length <= reviewCharactersMax ? text : `${text.slice(0, reviewCharactersMax)}\n… cut here`;
}

function bodyText(body: Buffer): string {
  const text = body.toString('utf8');
  if (!Buffer.from(text).equals(body)) return `(${body.length} bytes that are no text)`;
  const parsed = parseJson(text);
  return parsed.ok ? formatJson(parsed.node) : text;
}

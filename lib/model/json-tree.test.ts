import { describe, expect, it } from 'vitest';
import { formatJson, jsonDepthMax, parseJson } from './json-tree';

const faultOf = (text: string) => {
  const result = parseJson(text);
  if (result.ok) throw new Error('expected a fault');
  return result.fault;
};
const pretty = (text: string) => {
  const result = parseJson(text);
  if (!result.ok) throw new Error(result.fault.message);
  return formatJson(result.node);
};

describe('parseJson', () => {
  it('keeps all digits of a number and a key that is there twice', () => {
    expect(pretty('{"id":12345678901234567890,"a":1.10,"a":-0}')).toBe('{\n  "id": 12345678901234567890,\n  "a": 1.10,\n  "a": -0\n}');
  });

  it('keeps empty lists on one line', () => {
    expect(pretty(' { "a" : [ ] , "b" : { } } ')).toBe('{\n  "a": [],\n  "b": {}\n}');
  });

  it.each([
    ['', 'The document ends too early.', 1, 1],
    ['{"a": 1,\n  b: 2}', 'A key in double quotes is expected here.', 2, 3],
    ['[1,]', 'A value can\'t begin with "]".', 1, 4],
    ['[1 2]', 'A "," is expected here.', 1, 4],
    ['{"a"}', 'A ":" is expected here.', 1, 5],
    ['"abc', 'This text has no closing quote.', 1, 1],
    ['"\\x"', 'This text holds a bad escape or a raw control character.', 1, 1],
    ['{} {}', 'There is more after the end of the document.', 1, 4],
  ])('says where %j is wrong', (text, message, line, column) => {
    expect(faultOf(text)).toEqual({ message, line, column });
  });

  it('refuses what is nested too deep instead of overflowing the stack', () => {
    expect(faultOf('['.repeat(100_000)).message).toContain('Nested deeper');
    expect(parseJson(`${'['.repeat(jsonDepthMax)}${']'.repeat(jsonDepthMax)}`).ok).toBe(true);
  });
});

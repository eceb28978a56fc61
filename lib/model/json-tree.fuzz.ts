import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJson, parseJson } from './json-tree';

it('agrees with JSON.parse on what is JSON and what it means', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const result = parseJson(text);
      expect(result.ok).toBe(true);
      if (result.ok) expect(JSON.parse(formatJson(result.node))).toEqual(JSON.parse(text));
    }),
  );
});

it('refuses exactly what JSON.parse refuses', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', '\\', '\u0001', '-', '0', ' '))
    .map(([text, at, put]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + put + text.slice(index + 1);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(parseJson(text).ok).toBe(isJson);
    }),
    { numRuns: 500 },
  );
});

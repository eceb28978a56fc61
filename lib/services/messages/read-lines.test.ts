import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
const linesOf = async (text: string, pieceBytes: number, lineMax = 1_000): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of readLines(inPieces(Buffer.from(text), pieceBytes), lineMax)) lines.push(line);
  return lines;
};

describe('readLines', () => {
  it('gives the same lines however the stream is cut', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '€', '😀', '"'), minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), async (lines, pieceBytes) => {
        expect(await linesOf(lines.join('\n'), pieceBytes)).toEqual(lines);
        expect(await linesOf(`${lines.join('\r\n\n')}\n`, pieceBytes)).toEqual(lines);
      }),
    );
  });

  it('holds no line longer than its bound', async () => {
    expect(await linesOf('12345\n12345', 3, 5)).toEqual(['12345', '12345']);
    await expect(linesOf('123456', 3, 5)).rejects.toMatchObject({ code: 'too-large' });
  });
});

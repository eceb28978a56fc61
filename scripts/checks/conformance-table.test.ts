// Goal: docs/AMQP.md does not drift: what it names exists, and its queue arguments are those of the one table.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type QueueArgumentRow, queueArguments } from '../../lib/model/queue-arguments';
import { countReferences, documentedTable, findMissingReferences, queueArgumentTable, testTitles } from './conformance-table';

const root = resolve(import.meta.dirname, '../..');
const conformance = readFileSync(join(root, 'docs/AMQP.md'), 'utf8');
const rows: readonly QueueArgumentRow[] = queueArguments;
const read = (path: string): string | null => {
  const whole = join(root, path);
  return path !== '' && existsSync(whole) && statSync(whole).isFile() ? readFileSync(whole, 'utf8') : null;
};

describe('docs/AMQP.md', () => {
  it('names files and tests that exist', () => {
    expect(countReferences(conformance)).toBeGreaterThan(100);
    expect(findMissingReferences(conformance, read)).toEqual([]);
  });

  it('has the rows of lib/model/queue-arguments.ts', () => {
    expect(documentedTable(conformance)).toBe(queueArgumentTable(rows));
  });

  it('has a difference for each row of e2e/differential/known-differences.ts', () => {
    const whys = [...(read('e2e/differential/known-differences.ts') ?? '').matchAll(/why: '([^']+)'/g)].map(([, why = '']) => why);
    expect(whys.length).toBeGreaterThan(0);
    expect(whys.filter((why) => !conformance.includes(why))).toEqual([]);
  });
});

describe('the check', () => {
  const source = ["it('does one thing', () => {});", "it.each([1])('does %s', () => {});", 'it(`counts, $' + '{x}`, () => {});'].join('\n');
  const files = (path: string): string | null => (path === 'lib/a.test.ts' ? source : null);
  const legend = '| `a` | `lib/a.test.ts` |\n';

  it('reads titles of plain, listed and templated tests', () => {
    expect(testTitles(source)).toEqual(['does one thing', 'does %s', 'counts, ']);
  });

  it('takes what is there', () => {
    expect(findMissingReferences(`${legend}\`a › does one thing\` \`a › does %s\``, files)).toEqual([]);
  });

  it('finds a file, a test and a name that are not there', () => {
    expect(findMissingReferences(`${legend}\`a › does another\` \`b › does one thing\` \`lib/gone.ts\``, files)).toEqual([
      'no file lib/gone.ts',
      "no test 'does another' in lib/a.test.ts",
      'no test file is called b in the list',
    ]);
  });

  it('finds a row that the document does not have, or has otherwise', () => {
    const [first, ...others] = rows;
    expect(documentedTable(conformance)).not.toBe(queueArgumentTable(others));
    expect(documentedTable(conformance)).not.toBe(queueArgumentTable([{ ...first!, help: 'Something else.' }, ...others]));
    expect(() => documentedTable('no marks')).toThrow('the document has no');
  });
});

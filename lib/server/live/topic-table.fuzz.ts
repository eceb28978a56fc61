import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TopicTable } from './topic-table';

type Row = { name: string; value: unknown };
const keyOf = (row: Row) => row.name;
const rows = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.jsonValue({ maxDepth: 2 }) }), {
  selector: keyOf,
});

// A browser holds what the last reset said plus every delta since: after each poll that must be exactly the rows of the poll.
it('gives deltas that lead from any list to any other, and none when nothing changed', () => {
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 8 }), (polls) => {
      const table = new TopicTable();
      const browser = new Map<string, object>();
      for (const poll of polls) {
        const change = table.replace(poll, keyOf);
        for (const row of change?.upsert ?? []) browser.set(keyOf(row as Row), row);
        for (const key of change?.remove ?? []) browser.delete(key);
        expect(Object.fromEntries(browser)).toEqual(Object.fromEntries(poll.map((row) => [row.name, row])));
        expect(table.replace(structuredClone(poll), keyOf)).toBeNull();
      }
    }),
  );
});

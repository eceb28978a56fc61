import type { PlainTable, PlainValue } from '@/lib/model/field-table';
import type { Fact } from './facts';

const text = (value: PlainValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Arguments, client properties and the like as facts; nested tables by dotted names. */
export function tableFacts(table: PlainTable, prefix = ''): readonly Fact[] {
  return Object.entries(table).flatMap(([key, value]): readonly Fact[] => {
    const name = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return tableFacts(value as PlainTable, `${name}.`);
    return [{ key: name, label: name, value: text(value) }];
  });
}

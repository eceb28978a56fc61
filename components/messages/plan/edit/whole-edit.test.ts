import { describe, expect, it } from 'vitest';
import { formOf, type MessageForm } from '@/components/message-form/message-form';
import type { TypedTable } from '@/lib/model/field-table';
import { wholeEditOf } from './whole-edit';

const headers: TypedTable = [
  { key: 'tenant', value: { type: 'string', value: 'a' } },
  { key: 'tries', value: { type: 'int32', value: 3 } },
  { key: 'exact', value: { type: 'decimal', value: { scale: 2, digits: 150 } } },
  { key: 'short', value: { type: 'table', value: [{ key: 'n', value: { type: 'int8', value: 1 } }] } },
  {
    key: 'tags',
    value: {
      type: 'array',
      value: [
        { type: 'string', value: 'x' },
        { type: 'int64', value: '1' },
      ],
    },
  },
];
const { form: before, kept } = formOf({ contentType: 'application/json', priority: 5, correlationId: 'c' }, headers, '{"n":1}');
const editOf = (change: Partial<MessageForm>) => wholeEditOf(before, { ...before, ...change });

describe('the form of one message', () => {
  it('shows what reads back unchanged and keeps the rest out of reach', () => {
    expect(before.headers.map(({ key }) => key)).toEqual(['tenant', 'tries', 'tags']);
    expect(kept.map(({ key }) => key)).toEqual(['exact', 'short']); // a type that no row has, and one that JSON would widen
  });

  it('is no edit while nothing changed, also where the delivery mode was never set', () => {
    expect(editOf({})).toEqual({ edit: null, faults: [] });
  });

  it('names only what changed', () => {
    const rows = before.headers.filter(({ key }) => key !== 'tries').map((row) => (row.key === 'tenant' ? { ...row, text: 'b' } : row));
    expect(editOf({ headers: rows, priority: '', properties: { ...before.properties, correlationId: 'd' } }).edit).toEqual({
      bodyPatch: [],
      setHeaders: [{ key: 'tenant', value: { type: 'string', value: 'b' } }],
      removeHeaders: ['tries'],
      setProperties: { correlationId: 'd' },
      removeProperties: ['priority'],
    });
  });

  it('replaces the body byte for byte, and waits while the JSON is not valid', () => {
    expect(atob(editOf({ body: '{ "n": 2 }' }).edit?.body ?? '')).toBe('{ "n": 2 }');
    expect(editOf({ body: '{' })).toMatchObject({ edit: null, faults: [{ field: 'body' }] });
  });
});

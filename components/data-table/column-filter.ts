import type { CellValue } from './column';

/** A filter from the URL, parsed; `problem` says what is wrong with it, and then it filters nothing. */
export type ColumnFilter = { readonly problem: string | null; readonly matches: (value: CellValue) => boolean };

/** Longest filter taken from a URL. */
export const FILTER_LENGTH_MAX = 200;

const everything = (problem: string): ColumnFilter => ({ problem, matches: () => true });
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)\s*([kMG]?)`;
const comparison = new RegExp(`^(>=|<=|>|<|=)?\\s*${NUMBER}$`);
const range = new RegExp(`^${NUMBER}\\s*\\.\\.\\s*${NUMBER}$`);
const factors: Record<string, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/**
 * text: substring, any case; `*` stands for anything; a leading `!` turns it round.
 * number: `>100` `<=5k` `0` `10..20`; absent values never match.
 * choice: values with commas between.
 */
export function parseColumnFilter(kind: 'text' | 'number' | 'choice', source: string): ColumnFilter {
  const text = source.slice(0, FILTER_LENGTH_MAX).trim();
  if (kind === 'number') return parseNumberFilter(text);
  if (kind === 'choice') return parseChoiceFilter(text);
  const matches = textMatcher(text);
  return { problem: null, matches: (value) => matches(value === null ? '' : String(value)) };
}

/** Substring search in any case with `*` and `!`; linear in the length of the text. */
export function textMatcher(source: string): (text: string) => boolean {
  const isNegated = source.startsWith('!') && source.length > 1;
  const parts = (isNegated ? source.slice(1) : source).toLowerCase().split('*');
  const contains = (text: string): boolean => {
    let from = 0;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return true;
  };
  return (text) => contains(text.toLowerCase()) !== isNegated;
}

function parseNumberFilter(text: string): ColumnFilter {
  const between = range.exec(text);
  if (between) {
    const [low, high] = [scaled(between[1], between[2]), scaled(between[3], between[4])];
    return { problem: null, matches: (value) => typeof value === 'number' && value >= low && value <= high };
  }
  const found = comparison.exec(text);
  if (!found) return everything(`“${text}” is no number filter. Write >100, <=5k, 0 or 10..20.`);
  const limit = scaled(found[2], found[3]);
  const compare = comparisons[found[1] ?? '='] ?? comparisons['='];
  return { problem: null, matches: (value) => typeof value === 'number' && compare(value, limit) };
}

const comparisons = {
  '=': (value: number, limit: number) => value === limit,
  '>': (value: number, limit: number) => value > limit,
  '<': (value: number, limit: number) => value < limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<=': (value: number, limit: number) => value <= limit,
} as Record<string, (value: number, limit: number) => boolean> & { '=': (value: number, limit: number) => boolean };

const scaled = (digits: string | undefined, suffix: string | undefined): number => Number(digits) * (factors[suffix ?? ''] ?? 1);

function parseChoiceFilter(text: string): ColumnFilter {
  const chosen = new Set(text.split(',').filter((value) => value !== ''));
  return { problem: null, matches: (value) => chosen.size === 0 || chosen.has(String(value)) };
}

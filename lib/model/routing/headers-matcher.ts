import type { TypedTable } from '../field-table';
import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import { headerMatchKey, type MessageHeaders } from './message-headers';

export const headersMatchModes = ['all', 'any', 'all-with-x', 'any-with-x'] as const;
export type HeadersMatchMode = (typeof headersMatchModes)[number];

/** null when `x-match` has a value that no headers exchange knows; absent means `all`. */
export function findHeadersMatchMode(bindingArguments: TypedTable): HeadersMatchMode | null {
  const field = bindingArguments.find((candidate) => candidate.key === 'x-match');
  if (field === undefined) return 'all';
  return headersMatchModes.find((mode) => field.value.type === 'string' && field.value.value === mode) ?? null;
}

/** `valueKey` null: a void argument asks for the header's presence only. */
type Condition = { readonly name: string; readonly valueKey: string | null };
type Pattern<B> = { readonly binding: B; readonly isAny: boolean; readonly conditions: readonly Condition[] };

function compile<B extends MatchableBinding>(binding: B): Pattern<B> {
  const mode = findHeadersMatchMode(binding.arguments) ?? 'all';
  const takesX = mode.endsWith('-with-x');
  const conditions = binding.arguments
    .filter((field) => field.key !== 'x-match' && (takesX || !field.key.startsWith('x-')))
    .map((field) => ({ name: field.key, valueKey: field.value.type === 'void' ? null : headerMatchKey(field.value) }));
  return { binding, isAny: mode.startsWith('any'), conditions };
}

function isMet(condition: Condition, headers: MessageHeaders): boolean {
  const key = headers.valueKey(condition.name);
  return key !== undefined && (condition.valueKey === null || condition.valueKey === key);
}

/** headers: each binding's arguments are a pattern; `x-` arguments take part only in the -with-x modes. */
export class HeadersMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  readonly isDecidedByRoutingKey = false;
  private readonly patterns = new Map<B, Pattern<B>>();

  add(binding: B): void {
    this.patterns.set(binding, compile(binding));
  }

  remove(binding: B): void {
    this.patterns.delete(binding);
  }

  collect(_routingKey: string, headers: MessageHeaders, into: B[]): void {
    for (const pattern of this.patterns.values()) {
      const { conditions } = pattern;
      const matches = pattern.isAny
        ? conditions.some((condition) => isMet(condition, headers))
        : conditions.every((condition) => isMet(condition, headers));
      if (matches) into.push(pattern.binding);
    }
  }
}

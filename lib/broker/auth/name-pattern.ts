import { RE2JS } from 're2js';
import { authLimits } from './auth-limits';

/** A pattern that can't be compiled; `message` says why, for the person who wrote it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/**
 * A pattern over names, of a permission or policy. RabbitMQ searches: no implicit anchors. RE2 matches in linear time, so
 * that no pattern that a user writes can hold the broker; look-around and back-references are refused.
 */
export class NamePattern {
  private readonly pattern: RE2JS;
  private readonly verdicts = new Map<string, boolean>();

  constructor(readonly source: string) {
    if (source.length > authLimits.patternMaxLength) throw new PatternError(`longer than ${authLimits.patternMaxLength} characters`);
    try {
      this.pattern = RE2JS.compile(source);
    } catch (error) {
      throw new PatternError(error instanceof Error ? error.message : String(error));
    }
  }

  matches(name: string): boolean {
    const known = this.verdicts.get(name);
    if (known !== undefined) return known;
    const verdict = this.pattern.test(name);
    // Names are as many as routing keys may be: forget all rather than grow.
    if (this.verdicts.size >= authLimits.verdictsPerPatternMax) this.verdicts.clear();
    this.verdicts.set(name, verdict);
    return verdict;
  }
}

/** Text as a pattern that matches just that text. */
export const quotePattern = (text: string): string => RE2JS.quote(text);

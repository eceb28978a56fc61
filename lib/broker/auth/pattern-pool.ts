import { authLimits } from './auth-limits';
import { NamePattern } from './name-pattern';

/** One compiled pattern for all permissions that spell it alike: most are `.*`. */
export class PatternPool {
  private readonly patterns = new Map<string, NamePattern>();

  /** Throws PatternError when `source` is no pattern. */
  get(source: string): NamePattern {
    const known = this.patterns.get(source);
    if (known !== undefined) return known;
    // RabbitMQ: an empty permission permits nothing, where the pattern would match everything.
    const pattern = new NamePattern(source === '' ? '^$' : source);
    // Holders keep theirs; the pool only forgets how to share it.
    if (this.patterns.size >= authLimits.sharedPatternsMax) this.patterns.clear();
    this.patterns.set(source, pattern);
    return pattern;
  }
}

import type { ServiceContext } from './context';
import { toServiceError } from './errors';
import { actor, type Target } from './require-act';

/** Filled by the verb while it runs: the thing as it was and as it is. */
export type Change = { before: unknown; after: unknown };

export const interruptedReason = 'The console stopped before the outcome was known.';

/**
 * Runs a mutating act so that the audit always tells of it. The entry is on disk before the act begins, as failed with
 * `interruptedReason`, and completed after: kill -9 in between leaves a trace, and a full disk refuses the act itself.
 */
export async function audited<Result>(
  context: ServiceContext,
  act: string,
  target: Target,
  run: (change: Change) => Promise<Result>,
): Promise<Result> {
  const change: Change = { before: null, after: null };
  const { audit } = context.database;
  const id = await audit.insert({ ...target, ...actor(context), act, outcome: 'failed', reason: interruptedReason, ...change });
  let result: Result;
  try {
    result = await run(change);
  } catch (error) {
    await audit.complete(id, {
      outcome: 'failed',
      reason: toServiceError(error)?.message ?? 'The console failed; see its log.',
      ...change,
    });
    throw error;
  }
  await audit.complete(id, { outcome: 'allowed', reason: null, ...change });
  return result;
}

import { RE2JS } from 're2js';
import { type PolicyEffect, policyEffect } from '../../model/policies/policy-effect';
import type { ScopedPolicy } from '../../model/policies/policy-scope';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { policyInWords } from '../subjects';

/**
 * What a policy would do to the queues and exchanges of now, if it were set (`after`), changed or removed (`after` null).
 * Patterns are read as RE2, in linear time. RabbitMQ reads PCRE: a pattern with look-around or back-references can't be foretold.
 */
export async function previewPolicy(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly before: ScopedPolicy | null; readonly after: ScopedPolicy | null },
): Promise<PolicyEffect> {
  const { before, after } = input;
  const subject = after ?? before;
  const target = { brokerId: input.brokerId, subject: subject === null ? 'policy' : policyInWords(subject) };
  await requireAct(context, 'broker.view', target);
  const broker = context.brokers.get(input.brokerId);
  await broker.whenPolled();
  const policies = await (await broker.connect()).listPolicies();
  const patterns = new Map([...policies, ...(after === null ? [] : [after])].map(({ pattern }) => [pattern, compile(pattern)]));
  const isMatch = (policy: ScopedPolicy, name: string): boolean => {
    const compiled = patterns.get(policy.pattern);
    return compiled instanceof RE2JS && compiled.matcher(name).find();
  };
  const { queues = [], exchanges = [] } = broker.snapshot ?? {};
  const ownPattern = after === null ? null : (patterns.get(after.pattern) ?? null);
  return {
    ...policyEffect({ queues, exchanges, policies, isMatch }, before, after),
    patternError: typeof ownPattern === 'string' ? ownPattern : null,
    unreadablePolicies: policies
      .filter((policy) => policy.virtualHost === subject?.virtualHost && typeof patterns.get(policy.pattern) === 'string')
      .map((policy) => policy.name),
  };
}

/** The compiled pattern, or why it can't be. */
function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : 'The pattern can not be read.';
  }
}

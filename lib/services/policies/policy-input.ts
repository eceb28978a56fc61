import * as z from 'zod';
import { name, plainTable } from '../input';

/** RE2 compiles such a pattern in no time; a longer one names things one by one. */
const patternLengthMax = 1_024;
/** What RabbitMQ takes for a priority, a 32-bit integer. */
const priorityLimit = 2_147_483_647;

export const policyScope = z.enum(['user', 'operator']);

export const policyAddress = z.object({ virtualHost: name, name, scope: policyScope });

/** A policy as the broker has it. */
export const scopedPolicy = policyAddress.extend({
  pattern: z.string().max(patternLengthMax, `A pattern has at most ${patternLengthMax} characters.`),
  applyTo: z.enum(['all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams']),
  priority: z.number().int().min(-priorityLimit).max(priorityLimit),
  definition: plainTable,
});

/** A policy to set: it says something. */
export const policyToSet = scopedPolicy.refine((policy) => Object.keys(policy.definition).length > 0, {
  path: ['definition'],
  message: 'Add at least one setting.',
});

import * as z from 'zod';
import { authLimits } from './auth-limits';
import { type HashingAlgorithm, hashingAlgorithms } from './password-hash';

/** Tags that open the management API, weakest first. Others are kept and mean nothing to the broker. */
export const managementTags = ['management', 'policymaker', 'monitoring', 'administrator'] as const;
export type ManagementTag = (typeof managementTags)[number];

export const userLimitNames = ['max-connections', 'max-channels'] as const;
export type UserLimitName = (typeof userLimitNames)[number];
export type UserLimits = { readonly [name in UserLimitName]?: number };

export type User = {
  readonly name: string;
  /** base64, see password-hash.ts; empty for an account that can't log in with a password. */
  readonly passwordHash: string;
  readonly hashingAlgorithm: HashingAlgorithm;
  readonly tags: readonly string[];
  readonly limits: UserLimits;
};

/** -1 lifts a limit, as in RabbitMQ. */
export const userLimitValue = z.number().int().min(-1);

/** A user as it lies in the store and in exported definitions. */
export const userRecord = z.object({
  name: z.string().min(1).max(authLimits.nameMaxBytes),
  password_hash: z.string(),
  hashing_algorithm: z.enum(Object.keys(hashingAlgorithms) as [HashingAlgorithm, ...HashingAlgorithm[]]),
  tags: z.array(z.string()).max(authLimits.tagsMax),
  limits: z.object({ 'max-connections': userLimitValue.optional(), 'max-channels': userLimitValue.optional() }),
});
export type UserRecord = z.infer<typeof userRecord>;

export const toUserRecord = (user: User): UserRecord => ({
  name: user.name,
  password_hash: user.passwordHash,
  hashing_algorithm: user.hashingAlgorithm,
  tags: [...user.tags],
  limits: { ...user.limits },
});

export function fromUserRecord(record: UserRecord): User {
  const limits: { [name in UserLimitName]?: number } = {};
  for (const name of userLimitNames) {
    const value = record.limits[name];
    if (value !== undefined) limits[name] = value;
  }
  return {
    name: record.name,
    passwordHash: record.password_hash,
    hashingAlgorithm: record.hashing_algorithm,
    tags: record.tags,
    limits,
  };
}

const isTag = (user: User, tags: readonly ManagementTag[]): boolean => tags.some((tag) => user.tags.includes(tag));
export const mayManage = (user: User): boolean => isTag(user, managementTags);
export const mayMonitor = (user: User): boolean => isTag(user, ['monitoring', 'administrator']);
export const mayMakePolicies = (user: User): boolean => isTag(user, ['policymaker', 'administrator']);
export const isAdministrator = (user: User): boolean => isTag(user, ['administrator']);

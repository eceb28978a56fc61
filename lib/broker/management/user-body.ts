import * as z from 'zod';
import { authLimits } from '../auth/auth-limits';
import { hashPassword, isHashingAlgorithm } from '../auth/password-hash';
import { fromUserRecord, type User, type UserLimits, userRecord } from '../auth/user';
import { parseBody } from './http/body-schema';
import { badRequest } from './http/http-error';

/** RabbitMQ takes tags as a list or as text with commas, and wants them even when there are none. */
const tags = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]);

const userBody = z.object({
  password: z.string().optional(),
  password_hash: z.string().optional(),
  hashing_algorithm: z.string().optional(),
  tags: tags.optional(),
  limits: userRecord.shape.limits.or(z.array(z.never()).transform((): UserLimits => ({}))).optional(),
});

/**
 * A user from the body of PUT users/:user or from imported definitions. Without password and hash the account has no
 * password login. Throws HttpError 400. `keptLimits` are those of the user that is replaced.
 */
export function parseUserBody(name: string, value: unknown, keptLimits: UserLimits): User {
  const body = parseBody(userBody, value);
  if (body.tags === undefined) throw badRequest('tags_not_present');
  if (body.password !== undefined && body.password_hash !== undefined) throw badRequest('both_password_and_password_hash_provided');
  if (name === '' || Buffer.byteLength(name) > authLimits.nameMaxBytes) throw badRequest('user names have 1 to 255 bytes');
  const algorithm = body.hashing_algorithm ?? 'rabbit_password_hashing_sha256';
  if (!isHashingAlgorithm(algorithm)) throw badRequest(`the hashing algorithm '${algorithm}' is not supported`);
  const hash = body.password === undefined ? (body.password_hash ?? '') : hashPassword(body.password, algorithm);
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(hash)) throw badRequest(`not_base64: ${hash}`);
  return fromUserRecord({
    name,
    password_hash: hash,
    hashing_algorithm: algorithm,
    tags: body.tags,
    limits: { ...(body.limits ?? keptLimits) },
  });
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * RabbitMQ's salted password hashes, so that accounts move between the two in either direction:
 *
 *   base64( | salt, 4 bytes | H(salt + UTF-8 password) | )        H = SHA-256 or SHA-512
 */
export const hashingAlgorithms = {
  rabbit_password_hashing_sha256: { digest: 'sha256', sizeBytes: 32 },
  rabbit_password_hashing_sha512: { digest: 'sha512', sizeBytes: 64 },
} as const;
export type HashingAlgorithm = keyof typeof hashingAlgorithms;

const saltSizeBytes = 4;

export const isHashingAlgorithm = (name: string): name is HashingAlgorithm => Object.hasOwn(hashingAlgorithms, name);

export function hashPassword(password: string, algorithm: HashingAlgorithm, salt: Buffer = randomBytes(saltSizeBytes)): string {
  return Buffer.concat([salt, digestOf(salt, password, algorithm)]).toString('base64');
}

/** Takes as long for a wrong password as for the right one. An empty hash is an account without password login: nothing matches. */
export function passwordMatches(password: string, hash: string, algorithm: HashingAlgorithm): boolean {
  const stored = Buffer.from(hash, 'base64');
  if (stored.length !== saltSizeBytes + hashingAlgorithms[algorithm].sizeBytes) return false;
  const salt = stored.subarray(0, saltSizeBytes);
  return timingSafeEqual(digestOf(salt, password, algorithm), stored.subarray(saltSizeBytes));
}

function digestOf(salt: Buffer, password: string, algorithm: HashingAlgorithm): Buffer {
  return createHash(hashingAlgorithms[algorithm].digest).update(salt).update(password, 'utf8').digest();
}

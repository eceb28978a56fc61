import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from '../base/assert';

const nonceBytes = 12; // NIST SP 800-38D 8.2: 96 bits
const tagBytes = 16;
const formatVersion = 1;

/**
 * Seals small values for the database with AES-256-GCM.
 *
 *   version 1 | nonce 12 | tag 16 | ciphertext
 *
 * `purpose` is authenticated with it, so that a value moved to another column or row does not open there.
 */
export class SecretBox {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = deriveKey(secret, 'sealed values');
  }

  seal(purpose: string, plain: string): Uint8Array {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Null when it was sealed with another secret, for another purpose, or was damaged. */
  open(purpose: string, sealed: Uint8Array): string | null {
    const bytes = Buffer.from(sealed);
    if (bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== formatVersion) return null;
    const nonce = bytes.subarray(1, 1 + nonceBytes);
    const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

/** A key of its own for each use, so that one leaked key opens nothing else. */
export function deriveKey(secret: string, use: string): Buffer {
  assert(secret.length >= 16, 'the secret is checked when it is read');
  return Buffer.from(hkdfSync('sha256', secret, 'warren', use, 32));
}

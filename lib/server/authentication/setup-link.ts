import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The one-time link to the first account; it lives as long as the process and ends with its first use. */
export class SetupLink {
  #token: string | null = null;

  open(): void {
    this.#token = randomBytes(24).toString('base64url');
  }

  /** The path to open, with the token; null when there is nothing to set up. */
  get path(): string | null {
    return this.#token && `/setup?token=${this.#token}`;
  }

  matches(token: string): boolean {
    return this.#token !== null && timingSafeEqual(digest(token), digest(this.#token));
  }

  close(): void {
    this.#token = null;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

import { expect, it } from 'vitest';
import { hashPassword, passwordMatches } from './password-hash';

// Written by RabbitMQ 3.10.8 for the passwords 'x' and 'guest'.
const writtenByRabbit = [
  ['x', 'qY6ApEmekxxGVI+0gI9JjPrSiNOKZSq8ulc2rmEtf+ATsFRw'],
  ['guest', 'wvQFNkM6QN/dazIcA4ZzbDhow+FZuBv+tQLYQPnk+GCeyZO0'],
] as const;

it.each(writtenByRabbit)('accepts the hash that RabbitMQ wrote for %s', (password, hash) => {
  expect(passwordMatches(password, hash, 'rabbit_password_hashing_sha256')).toBe(true);
  expect(passwordMatches(`${password} `, hash, 'rabbit_password_hashing_sha256')).toBe(false);
  expect(passwordMatches(password, hash, 'rabbit_password_hashing_sha512')).toBe(false);
});

it('salts, so that equal passwords do not look alike', () => {
  expect(hashPassword('p', 'rabbit_password_hashing_sha256')).not.toBe(hashPassword('p', 'rabbit_password_hashing_sha256'));
});

it('never accepts a hash that is empty, cut or not base64', () => {
  for (const hash of ['', 'AAAA', '!!!!', hashPassword('', 'rabbit_password_hashing_sha512').slice(0, -4)])
    expect(passwordMatches('', hash, 'rabbit_password_hashing_sha512')).toBe(false);
});

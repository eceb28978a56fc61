import { expect, it } from 'vitest';
import { deriveKey, SecretBox } from './secret-box';

const secret = 'a secret of some length';

it('opens what it sealed, and nothing else', () => {
  const box = new SecretBox(secret);
  const sealed = box.seal('broker a', 'pässword');
  expect(box.open('broker a', sealed)).toBe('pässword');
  expect(box.open('broker b', sealed)).toBeNull();
  expect(new SecretBox(`${secret}.`).open('broker a', sealed)).toBeNull();
  expect(Buffer.from(sealed).includes('pässword')).toBe(false);
});

it('never seals alike and notices every flipped bit and every cut', () => {
  const box = new SecretBox(secret);
  const sealed = box.seal('p', 'text');
  expect(box.seal('p', 'text')).not.toEqual(sealed);
  for (let index = 0; index < sealed.length; index++) {
    const damaged = Uint8Array.from(sealed);
    damaged[index] = damaged[index]! ^ 1;
    expect(box.open('p', damaged)).toBeNull();
    expect(box.open('p', sealed.subarray(0, index))).toBeNull();
  }
});

it('derives a key of its own for each use', () => {
  expect(deriveKey(secret, 'a')).toHaveLength(32);
  expect(deriveKey(secret, 'a')).not.toEqual(deriveKey(secret, 'b'));
});

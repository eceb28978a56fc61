import { describe, expect, it } from 'vitest';
import { KeyedLock } from './keyed-lock';

describe('KeyedLock', () => {
  it('runs one after another for a key, whatever fails, and forgets the key', async () => {
    const lock = new KeyedLock();
    const story: string[] = [];
    const work = (name: string) => async () => {
      story.push(`${name} begins`);
      await Promise.resolve();
      story.push(`${name} ends`);
      if (name === 'b') throw new Error('b');
    };
    const all = ['a', 'b', 'c'].map((name) => lock.run('key', work(name)));
    expect(lock.isBusy('key')).toBe(true);
    expect(lock.isBusy('other')).toBe(false);
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(story).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(lock.isBusy('key')).toBe(false);
  });
});

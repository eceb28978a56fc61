import { expect, it } from 'vitest';
import { SignInThrottle } from './sign-in-throttle';

function setUp() {
  let nowMs = 0;
  const slept: number[] = [];
  const throttle = new SignInThrottle({ nowMs: () => nowMs }, async (ms) => slept.push(ms));
  const fail = async (email: string, address = 'a') => {
    await throttle.admit(email, address);
    throttle.failed(email, address);
  };
  return { throttle, slept, fail, wait: (ms: number) => (nowMs += ms) };
}

it('waits longer with each failure after the third, and never more than eight seconds', async () => {
  const { slept, fail } = setUp();
  for (let count = 0; count < 10; count++) await fail('ada', `address ${count}`);
  expect(slept).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

it('forgets after a success and after a quarter of an hour', async () => {
  const { throttle, slept, fail, wait } = setUp();
  for (let count = 0; count < 4; count++) await fail('ada');
  throttle.succeeded('ada');
  await throttle.admit('ada', 'b');
  for (let count = 0; count < 5; count++) await fail('bob', 'c');
  wait(15 * 60_000);
  await throttle.admit('bob', 'c');
  expect(slept).toEqual([500, 500, 1_000]);
});

it('slows an address that tries many accounts', async () => {
  const { slept, fail } = setUp();
  for (let count = 0; count < 22; count++) await fail(`person ${count}`, 'one');
  expect(slept).toEqual([500, 1_000]);
});

it('keeps no more people waiting than a bound', async () => {
  let release = () => {};
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  const throttle = new SignInThrottle({ nowMs: () => 0 }, () => blocked);
  for (let count = 0; count < 4; count++) throttle.failed('ada', 'a');
  const waiting = Array.from({ length: 100 }, () => throttle.admit('ada', 'a'));
  expect(await throttle.admit('ada', 'a')).toBe(false);
  release();
  expect(await Promise.all(waiting)).not.toContain(false);
  expect(await throttle.admit('ada', 'a')).toBe(true);
});

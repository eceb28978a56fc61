import { expect, it } from 'vitest';
import { requireSameOrigin } from './origin';

const check =
  (headers: Record<string, string>, publicUrl: string | null = null) =>
  () =>
    requireSameOrigin(new Headers(headers), publicUrl);
const host = { host: 'localhost:3000' };

it('lets the console itself and programs without a browser through', () => {
  expect(check({ ...host, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' })).not.toThrow();
  expect(check(host)).not.toThrow();
  expect(check({ host: 'inside:3000', origin: 'https://warren.example.org' }, 'https://warren.example.org/')).not.toThrow();
});

it('refuses every other site', () => {
  for (const origin of ['http://localhost:3001', 'http://evil.example', 'null', 'http://localhost:3000.evil.example', 'nonsense'])
    expect(check({ ...host, origin })).toThrow(/another site/);
  for (const site of ['cross-site', 'same-site']) expect(check({ ...host, 'sec-fetch-site': site })).toThrow(/another site/);
  expect(check({ host: 'inside:3000', origin: 'http://warren.example.org' }, 'https://warren.example.org')).toThrow(/another site/);
});

import { expect, it } from 'vitest';
import { inCel, isSameSearch, paramsOf, queueKey, requestOf, type SearchParams, scopesOf, whyNoSearch } from './search-params';

const params: SearchParams = {
  by: 'boxes',
  text: '',
  header: '',
  value: '',
  path: 'order.id',
  is: 'A-1',
  filter: 'redelivered',
  where: 'queues',
  queues: [queueKey({ virtualHost: '/', name: 'a/b c' }), queueKey({ virtualHost: 'shop', name: 'orders' }), 'broken%'],
  search: null,
  message: null,
};

it('names queues of several virtual hosts, whatever their names hold', () => {
  expect(scopesOf(params, 'b', [])).toEqual([
    {
      brokerId: 'b',
      queues: [
        { virtualHost: '/', name: 'a/b c' },
        { virtualHost: 'shop', name: 'orders' },
      ],
      acceptsEffects: false,
    },
  ]);
  expect(scopesOf({ ...params, where: 'all' }, 'b', ['b', 'c']).map(({ brokerId, queues }) => [brokerId, queues])).toEqual([
    ['b', []],
    ['c', []],
  ]);
});

it('shows the boxes as the filter that means the same', () => {
  expect({ ...params, ...inCel(params) }).toMatchObject({ by: 'cel', filter: 'body.order.id == "A-1" && redelivered', path: '', is: '' });
});

it('makes the form of a search again', () => {
  const request = requestOf(params, scopesOf(params, 'b', []));
  const again = { ...params, queues: [], path: '', ...paramsOf(request) };
  expect(requestOf(again, scopesOf(again, 'b', []))).toEqual(request);
});

it('says what is missing', () => {
  expect(whyNoSearch(params)).toBeNull();
  expect(whyNoSearch({ ...params, queues: [] })).toMatch(/queue/);
  expect(whyNoSearch({ ...params, filter: ' ', path: '' })).toMatch(/look for/);
  expect(whyNoSearch({ ...params, by: 'cel', filter: '' })).toMatch(/look for/);
});

it('knows the same search again, however it was said and agreed to', () => {
  const asked = requestOf(params, scopesOf(params, 'b', []));
  const inLanguage = { ...params, ...inCel(params) };
  expect(isSameSearch(asked, requestOf(inLanguage, scopesOf(inLanguage, 'b', [])))).toBe(true);
  expect(isSameSearch(asked, { ...asked, scopes: asked.scopes.map((scope) => ({ ...scope, acceptsEffects: true })) })).toBe(true);
  expect(isSameSearch(asked, { ...asked, scopes: scopesOf(params, 'other', []) })).toBe(false);
  expect(isSameSearch(asked, { ...asked, scopes: scopesOf({ ...params, where: 'broker' }, 'b', []) })).toBe(false);
  expect(isSameSearch(asked, { ...asked, filter: '' })).toBe(false);
});

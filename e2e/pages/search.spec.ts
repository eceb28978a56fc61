import type { Search, SearchRequest } from '../../lib/model/search';
import { broker, expect, test } from './support/test';

const search = (part: Partial<Search>): Search => ({
  id: 'found-1',
  brokerId: broker,
  request: { queues: [], filter: '', plain: null },
  state: 'running',
  stateReason: null,
  effects: [],
  lookedAtCount: 620,
  totalCount: 1_000,
  matchCount: 0,
  perSecond: 200,
  remainingSeconds: 2,
  matches: [],
  startedBy: 'Sue',
  startedAtMs: 0,
  endedAtMs: null,
  ...part,
});

test('a search says how much it looked at, and that nothing was found only at its end', async ({ page, open, expectAccessible }) => {
  let asked: SearchRequest | null = null;
  let answer = search({});
  await page.route('**/searches', (route) => {
    asked = route.request().postDataJSON() as SearchRequest;
    return route.fulfill({ json: { id: answer.id } });
  });
  await page.route('**/searches/found-1', (route) => route.fulfill({ json: answer }));
  await open(`/${broker}/search`, 'support');
  await expect(page.getByRole('button', { name: 'Search all queues' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Text anywhere').fill('order 4711');
  await page.getByLabel('JSON path', { exact: true }).fill('order.id');
  await page.getByLabel('Value at the path').fill('4711');
  await page.getByRole('button', { name: 'Search all queues' }).click();
  await expect(page.getByText('62 % of 1,000 messages looked at, no match so far, about 2 s left.')).toBeVisible();
  expect(asked).toEqual({
    queues: [],
    filter: '',
    plain: { text: 'order 4711', header: null, jsonPath: { path: 'order.id', value: '4711' } },
  });
  await expect(page.getByText(/nothing found/i)).toHaveCount(0);
  await expect(page).toHaveURL(/search=found-1/);
  await expectAccessible();

  answer = search({ state: 'completed', lookedAtCount: 1_000, remainingSeconds: null });
  await expect(page.getByText('All 1,000 messages looked at: nothing found.')).toBeVisible();
  await expectAccessible();
});

test('an operator reads why searching bodies is not for the role', async ({ open }) => {
  const page = await open(`/${broker}/search?text=x`, 'operator');
  const button = page.getByRole('button', { name: 'Search all queues' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByText('Only support staff and admins may read message bodies and headers.')).toBeVisible();
});

import type { ScopePreview, Search, SearchPart, SearchRequest } from '../../lib/model/search';
import type { Publisher } from './support/publisher';
import { broker, expect, test } from './support/test';

const part = (own: Partial<SearchPart>): SearchPart => ({
  brokerId: broker,
  state: 'running',
  stateReason: null,
  effects: [],
  matchPlaces: [],
  lookedAtCount: 620,
  totalCount: 1_000,
  matchCount: 0,
  perSecond: 200,
  remainingSeconds: 2,
  ...own,
});
const search = (own: Partial<Search>): Search => ({
  ...part({}),
  id: 'found-1',
  request: { scopes: [{ brokerId: broker, queues: [], acceptsEffects: false }], filter: 'redelivered', plain: null },
  state: 'running',
  parts: [part({})],
  matches: [],
  startedBy: 'Sue',
  startedAtMs: 0,
  endedAtMs: null,
  ...own,
});

/** Puts these into a queue that it makes. */
async function send({ channel }: Publisher, queue: string, bodies: readonly object[]): Promise<void> {
  await channel.assertQueue(queue, { durable: true });
  for (const body of bodies) channel.sendToQueue(queue, Buffer.from(JSON.stringify(body)), { contentType: 'application/json' });
  await channel.waitForConfirms();
}

test('a search says how much it looked at, and that nothing was found only at its end', async ({ page, open, expectAccessible }) => {
  let asked: SearchRequest | null = null;
  let answer = search({});
  await page.route('**/api/searches', (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: [] });
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
    scopes: [{ brokerId: broker, queues: [], acceptsEffects: false }],
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

test('boxes become the filter that means the same, which is checked and completed while one types', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  test.slow(); // many steps, and axe looks at each page
  const name = 'typed-into';
  await send(publisher, name, [{ order: { id: 'A-1', total: 7 } }]);
  const page = await open(`/${broker}/search?where=queues&queues=%252F/${name}&path=order.id&is=A-1`, 'support');
  await page.getByRole('button', { name: 'Filter language' }).click();
  const editor = page.getByRole('textbox', { name: 'Filter (CEL)' });
  await expect(editor).toHaveText('body.order.id == "A-1"');

  await editor.press('End');
  await editor.pressSequentially(' && nowhere == 1');
  await expect(page.getByText(/Unknown variable: nowhere/)).toBeVisible();
  await expect(page.locator('.cm-lintRange-error')).toHaveText('nowhere');
  await expectAccessible();

  await editor.press('ControlOrMeta+a');
  await editor.pressSequentially('body.order.to');
  await expect(page.getByRole('option', { name: /body\.order\.total.*such as 7/ })).toBeVisible();
  await editor.press('Enter');
  await editor.pressSequentially(' > 3');
  await expect(editor).toHaveText('body.order.total > 3');
  await editor.press('ControlOrMeta+Enter');
  await expect(page.getByText('All 1 message looked at: 1 match.')).toBeVisible();

  await page.getByText('Examples and fields').click();
  await page.getByRole('button', { name: 'message.mentions("4711")' }).click();
  await expect(editor).toHaveText('body.order.total > 3 && message.mentions("4711")');
  await expectAccessible();

  const other = page.getByText('These matches are of another search than the form: body.order.total > 3. In typed-into on Warren.');
  await expect(other).toBeVisible();
  await page.getByRole('button', { name: 'Put it in the form' }).click();
  await expect(editor).toHaveText('body.order.total > 3');
  await expect(other).toBeHidden();
});

test('what looking changes is said broker by broker and agreed to before anything is looked at', async ({
  page,
  open,
  expectAccessible,
}) => {
  test.slow(); // many steps, and axe looks at each page
  let asked: SearchRequest | null = null;
  const other = 'rabbit';
  await page.route('**/api/brokers', async (route) => {
    const response = await route.fetch();
    const [embedded] = (await response.json()) as { id: string }[];
    await route.fulfill({ json: [embedded, { ...embedded, id: other, name: 'Rabbit', capabilities: [] }] });
  });
  const previews: ScopePreview[] = [
    { brokerId: broker, effects: [], messageCount: 5, refusal: null },
    { brokerId: other, effects: ['Every message is marked as redelivered.'], messageCount: 1_200, refusal: null },
  ];
  const failed = part({ brokerId: other, state: 'failed', stateReason: 'The broker does not answer.', totalCount: 0, lookedAtCount: 0 });
  await page.route('**/searches/preview', (route) => route.fulfill({ json: previews }));
  await page.route('**/api/searches', (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: [] });
    asked = route.request().postDataJSON() as SearchRequest;
    return route.fulfill({ json: { id: 'found-1' } });
  });
  const scopes = [broker, other].map((brokerId) => ({ brokerId, queues: [], acceptsEffects: brokerId === other }));
  const answer = search({
    state: 'failed',
    request: { scopes, filter: '', plain: null },
    parts: [part({ state: 'completed', lookedAtCount: 1_000 }), failed],
  });
  await page.route('**/searches/found-1', (route) => route.fulfill({ json: { ...answer, lookedAtCount: 1_000 } }));

  await open(`/${broker}/search?text=4711&where=all`, 'support');
  await page.getByRole('button', { name: 'Search all 2 brokers' }).click();
  const dialog = page.getByRole('dialog', { name: 'Looking changes something here' });
  await expect(dialog.getByText('Every message is marked as redelivered.')).toBeVisible();
  await expectAccessible();
  await dialog.getByRole('checkbox', { name: 'Look at 1,200 messages on Rabbit' }).click();
  await dialog.getByRole('button', { name: 'Search 2 brokers' }).click();
  await expect(page.getByText('1 of 2 brokers could not be searched to the end.')).toBeVisible();
  expect(asked).toMatchObject({ scopes: [{ acceptsEffects: false }, { brokerId: other, acceptsEffects: true }] });
  const coverage = page.getByRole('list', { name: 'Coverage by broker' });
  await expect(coverage.getByText('The broker does not answer.')).toBeVisible();
  await expect(page.getByText(/nothing found/i)).toHaveCount(1); // of the one broker that was looked through
  await expectAccessible();
});

test('matches are acted on: these, or all that match, which a local filter never widens', async ({ open, publisher, expectAccessible }) => {
  test.slow(); // many steps, and axe looks at each page
  const name = 'acted-on';
  await send(
    publisher,
    name,
    Array.from({ length: 450 }, (_, n) => ({ n, kind: n < 430 ? 'wanted' : 'other' })),
  );
  const page = await open(`/${broker}/queues/%2F/${name}?tab=messages`, 'support');
  await page.getByRole('button', { name: 'Filter the queue' }).click();
  const editor = page.getByRole('textbox', { name: 'Filter (CEL)' });
  await editor.click();
  await editor.pressSequentially('body.kind == "wanted');
  await expect(editor).toHaveText('body.kind == "wanted"'); // the quote closes itself
  await page.getByRole('button', { name: `Filter all of ${name}` }).click();
  await expect(page.getByText('All 450 messages looked at: 430 matches.')).toBeVisible();
  await expectAccessible();

  await page
    .getByRole('checkbox', { name: /^Select/ })
    .nth(1)
    .click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await expect(bar.getByText('1 selected')).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Select all 200 loaded' })).toBeVisible();
  await page.getByPlaceholder('Filter the matches').fill('"n":0,'); // keeps the chosen row
  await expect(bar.getByRole('button', { name: /Select all that match/ })).toHaveCount(0);
  await page.getByPlaceholder('Filter the matches').fill('');
  await bar.getByRole('button', { name: 'Select all that match: 430' }).click();
  await expect(bar.getByText('430 selected')).toBeVisible();
  await bar.getByRole('button', { name: 'Discard…' }).click();
  const sheet = page.getByRole('dialog', { name: `Discard 430 messages of ${name}` });
  await expect(sheet.getByRole('button', { name: 'Discard 430 messages' })).toBeVisible();
  await expectAccessible();
  await sheet.getByRole('button', { name: 'Discard 430 messages' }).click();
  // It begins with one, then ten: the rest goes when nothing comes back.
  await expect.poll(async () => (await publisher.channel.checkQueue(name)).messageCount, { timeout: 60_000 }).toBe(20);
  await sheet.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: `Filter all of ${name}` }).click();
  await expect(page.getByText('All 20 messages looked at: nothing found.')).toBeVisible();
});

test('a search is found again, run again, and begun from the palette', async ({ open, api, expectAccessible }) => {
  await api.post('/api/searches', {
    scopes: [{ brokerId: broker, queues: [], acceptsEffects: false }],
    filter: 'body.again == "and again"',
    plain: null,
  });
  const page = await open(`/${broker}/overview`, 'support');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('Queue, exchange, place or act').fill('order 4711');
  await page.getByRole('option', { name: /Find messages with “order 4711”/ }).click();
  await expect(page).toHaveURL(/\/search\?/);
  await expect(page.getByLabel('Text anywhere')).toHaveValue('order 4711');
  const recent = page.getByRole('listitem').filter({ hasText: 'body.again == "and again"' }).first();
  await expect(recent.getByText(/All .* looked at: nothing found\./)).toBeVisible();
  await expectAccessible();
  await recent.getByRole('button', { name: 'Run again' }).click();
  await expect(page).toHaveURL(/search=/);
  await expect(page.getByText(/All .* looked at: nothing found\./)).toBeVisible();
  await page.getByRole('button', { name: 'Recent searches' }).click();
  await expect(page.getByRole('button', { name: 'Open the search body.again == "and again"' })).toHaveCount(2);
});

import { broker, expect, test } from './support/test';

const queuePage = (queue: string, query = ''): string => `/${broker}/queues/%2F/${queue}?tab=messages${query}`;

test('discarding goes to the bin at once and can be taken back, from the toast and from the bin', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  await publisher.fill('shelf', 3);
  const page = await open(queuePage('shelf'), 'support');
  const choose = page.getByRole('row').nth(2).getByRole('checkbox');
  await choose.click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Discarded 1 message into the bin.')).toBeVisible();
  await expect.poll(async () => (await publisher.channel.checkQueue('shelf')).messageCount).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await publisher.channel.checkQueue('shelf')).messageCount).toBe(3);

  await choose.click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Discard' }).click();
  await expect.poll(async () => (await publisher.channel.checkQueue('shelf')).messageCount).toBe(2);
  await page.goto(new URL(`/${broker}/bin?queue=shelf`, page.url()).href);
  await expect(page.getByRole('row').nth(1)).toContainText('shelf');
  await expectAccessible();
  await page.getByRole('row').nth(1).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Restore 1 message' }).click();
  await expect.poll(async () => (await publisher.channel.checkQueue('shelf')).messageCount).toBe(3);
});

test('pages, the open message and its neighbours are in the address', async ({ open, publisher }) => {
  await publisher.fill('long', 120);
  const page = await open(queuePage('long', '&limit=20'), 'support');
  const pages = page.getByRole('navigation', { name: 'Pages of messages' });
  await expect(pages).toContainText('1 to 20 of 120, oldest first');
  await pages.getByRole('button', { name: 'Last page' }).click();
  await expect(pages).toContainText('101 to 120 of 120');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  await expect(message).toContainText('index: 100');
  await expect(message).toContainText('Position 101');
  await expect(page).toHaveURL(/message=\d+/);
  const address = page.url();
  await page.keyboard.press('j');
  await expect(message).toContainText('Position 102');
  await expect(page).not.toHaveURL(address);
  await page.reload();
  await expect(message).toContainText('Position 102');
  await expect(message).toContainText('index: 101');
  await page.keyboard.press('k');
  await expect(message).toContainText('Position 101');
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('"index":119');
});

test('two messages are compared side by side', async ({ open, publisher, expectAccessible }) => {
  await publisher.fill('pair', 2);
  const page = await open(queuePage('pair'), 'support');
  await page.getByRole('row').nth(1).getByRole('checkbox').click();
  await page.getByRole('row').nth(2).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare two messages' });
  await expect(dialog).toContainText('"index": 0');
  await expect(dialog).toContainText('"index": 1');
  await expectAccessible();
});

test('an operator sees that messages are there, but neither body nor headers, and why', async ({ open, publisher, expectAccessible }) => {
  await publisher.fill('private', 1);
  const page = await open(queuePage('private'), 'operator');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  await expect(message).toContainText('Only support staff and admins may read message bodies and headers.');
  await expect(message.getByRole('button', { name: 'Replay' })).toHaveAttribute('aria-disabled', 'true');
  await message.getByRole('button', { name: 'Replay' }).hover();
  await expect(page.getByText('Only support staff and admins may replay, move and copy messages.')).toBeVisible();
  await expect(page.getByText('"index"')).toHaveCount(0);
  await expectAccessible();
});

test('where reading leaves traces nothing is read before the person has agreed', async ({ page, open, publisher, expectAccessible }) => {
  await publisher.fill('watched', 1);
  const effects = ['Messages that are read are marked as redelivered.'];
  await page.route('**/intrusiveness', (route) => route.fulfill({ json: { level: 'marks-redelivered', effects } }));
  let readCount = 0;
  await page.route('**/messages?*', (route) => {
    readCount += 1;
    return route.continue();
  });
  await open(queuePage('watched'), 'support');
  await expect(page.getByText(effects[0] ?? '')).toBeVisible();
  expect(readCount).toBe(0);
  await expectAccessible();
  await page.getByRole('button', { name: 'Read up to 50 messages' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  expect(readCount).toBe(1);
});

test('a broker that cannot be asked is said so, and asked again on demand', async ({ page, open, publisher }) => {
  await publisher.fill('silent', 1);
  let isDown = true;
  await page.route('**/messages?*', (route) =>
    isDown
      ? route.fulfill({ status: 503, json: { code: 'broker-unreachable', message: 'The broker does not answer.' } })
      : route.continue(),
  );
  await open(queuePage('silent'), 'support');
  await expect(page.getByRole('alert').filter({ hasText: 'can’t be shown' })).toContainText('The broker does not answer.');
  isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
});

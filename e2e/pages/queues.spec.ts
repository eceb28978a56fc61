import { broker, expect, test } from './support/test';

test('a new queue appears without reloading, and filters and sort live in the address', async ({
  open,
  publisher,
  page,
  expectAccessible,
}) => {
  await publisher.fill('queues.first', 2);
  await open(`/${broker}/queues`);
  const table = page.getByRole('grid', { name: 'Queues' });
  await expect(table.getByRole('link', { name: 'queues.first' })).toBeVisible();
  await expectAccessible();

  await publisher.fill('queues.second', 5);
  await expect(table.getByRole('link', { name: 'queues.second' })).toBeVisible({ timeout: 5_000 });

  await page.keyboard.press('/');
  await page.keyboard.type('queues.');
  await expect(page).toHaveURL(/q=queues\./);
  await page.keyboard.press('Enter');
  await table.getByRole('button', { name: 'Ready', exact: true }).click();
  await expect(page).toHaveURL(/sort=-ready/);
  await expect(table.getByRole('row').nth(1)).toContainText('queues.second');

  await page.goto(`${page.url()}&f.ready=>3`);
  await expect(table.getByRole('link', { name: 'queues.second' })).toBeVisible();
  await expect(table.getByRole('link', { name: 'queues.first' })).toHaveCount(0);

  await page.getByLabel(/^Filter by name/).fill('no queue is called this');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(table.getByRole('link', { name: 'queues.first' })).toBeVisible();
});

test('the keyboard alone finds, selects and opens a queue', async ({ open, publisher, page }) => {
  await publisher.fill('keys.one', 1);
  await publisher.fill('keys.two', 1);
  await open(`/${broker}/queues?q=keys.`);
  await expect(page.getByRole('link', { name: 'keys.two' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 selected')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/queues\/%2F\/keys\.two/);
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/\/exchanges$/);
});

test('an admin makes, fills, purges and deletes a queue, told what will happen in numbers', async ({
  open,
  publisher,
  page,
  api,
  expectAccessible,
}) => {
  await open(`/${broker}/queues?dialog=new`);
  const dialog = page.getByRole('dialog', { name: 'New queue' });
  await dialog.getByRole('button', { name: 'Create queue' }).click();
  await expect(dialog.getByText('Give the queue a name.')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('made.by-hand');
  await dialog.getByRole('combobox', { name: 'Add a setting' }).click();
  await page.getByRole('option', { name: /^Message TTL/ }).click();
  await dialog.getByLabel('Message TTL (ms)').fill('never');
  await dialog.getByRole('button', { name: 'Create queue' }).click();
  await expect(dialog.getByText('Write a whole number.')).toBeVisible();
  await expectAccessible();
  await dialog.getByLabel('Message TTL (ms)').fill('3600000');
  await dialog.getByRole('button', { name: 'Create queue' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'made.by-hand' })).toBeVisible();

  await publisher.fill('made.by-hand', 12, { arguments: { 'x-message-ttl': 3_600_000 } });
  await page.getByRole('link', { name: 'made.by-hand' }).click();
  await expect(page.getByText('12 messages wait and nobody consumes.')).toBeVisible();
  await expectAccessible();

  await page.getByRole('button', { name: 'Acts on this queue' }).click();
  await page.getByRole('menuitem', { name: 'Purge for good …' }).click();
  await page.getByRole('button', { name: 'Purge 12 ready messages' }).click();
  await expect(page.getByText('Nothing is waiting, and nobody consumes.')).toBeVisible();

  await page.getByRole('button', { name: 'Acts on this queue' }).click();
  await page.getByRole('menuitem', { name: /Delete/ }).click();
  await expect(page.getByText('0 messages will be lost; none is dead-lettered.')).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Delete queue' }).click();
  await expect(page).toHaveURL(/\/queues$/);

  const { entries } = await api.get<{ entries: { act: string; subject: string; outcome: string }[] }>('/api/audit?q=made.by-hand');
  expect(entries.map((entry) => `${entry.act} ${entry.outcome}`)).toEqual([
    'queue.delete allowed',
    'queue.purge allowed',
    'queue.create allowed',
  ]);
});

test('an operator sees what only admins may do, with the reason', async ({ open, publisher, page, expectAccessible }) => {
  await publisher.fill('roles.queue', 1);
  await open(`/${broker}/queues?q=roles.`, 'operator');
  const button = page.getByRole('button', { name: 'New queue' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.focus();
  await expect(page.getByText('Only admins may create and delete queues.').first()).toBeVisible();
  await expectAccessible();
});

test('on a phone the table keeps what matters and nothing scrolls sideways', async ({ open, publisher, page, expectAccessible }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await publisher.fill('phone.queue', 4);
  await open(`/${broker}/queues?q=phone.`);
  await expect(page.getByRole('link', { name: 'phone.queue' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /Ready/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible();
});

test('an admin purges a queue into the bin and brings it back in order', async ({ open, publisher, page, expectAccessible }) => {
  await publisher.fill('purged.softly', 5);
  await open(`/${broker}/queues/%2F/purged.softly`);
  await page.getByRole('button', { name: 'Acts on this queue' }).click();
  await page.getByRole('menuitem', { name: 'Purge into the bin …' }).click();
  const sheet = page.getByRole('dialog', { name: /^Purge all messages of purged\.softly/ });
  await expect(sheet.getByRole('button', { name: 'Purge 5 messages' })).toBeEnabled();
  await expectAccessible();
  await sheet.getByRole('button', { name: 'Purge 5 messages' }).click();
  await expect.poll(async () => (await publisher.channel.checkQueue('purged.softly')).messageCount).toBe(0);
  await sheet.getByRole('link', { name: /outcome/ }).click();
  await page.getByRole('button', { name: 'Restore from the bin' }).click();
  await expect.poll(async () => (await publisher.channel.checkQueue('purged.softly')).messageCount).toBe(5);
  const [first] = [await publisher.channel.get('purged.softly', { noAck: true })].filter((message) => message !== false);
  expect(first?.content.toString()).toBe('{"index":0}');
});

import { broker, expect, test } from './support/test';

test('an admin makes an exchange, binds a queue, sees messages arrive, and takes it back', async ({
  open,
  publisher,
  page,
  expectAccessible,
}) => {
  await publisher.fill('bound.queue', 0);
  await open(`/${broker}/exchanges?dialog=new`);
  const dialog = page.getByRole('dialog', { name: 'New exchange' });
  await dialog.getByLabel('Name', { exact: true }).fill('made.exchange');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Create exchange' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByLabel(/^Filter by name/).fill('made.');
  await page.getByRole('link', { name: 'made.exchange' }).click();
  await expect(page.getByText('Nothing is bound: every message published here is unroutable.')).toBeVisible();
  await expectAccessible();

  await page.getByRole('button', { name: 'Add a binding' }).first().click();
  const bind = page.getByRole('dialog');
  await bind.getByLabel('Name', { exact: true }).fill('bound.queue');
  await bind.getByLabel(/Routing key/).fill('paid');
  await bind.getByRole('button', { name: /^(Bind|Add)/ }).click();
  await expect(page.getByText('Passes messages to 1 queue by 1 binding.')).toBeVisible();

  publisher.channel.publish('made.exchange', 'paid', Buffer.from('x'));
  await publisher.channel.waitForConfirms();
  await page.getByRole('link', { name: 'bound.queue' }).click();
  await expect(page.getByText('1 message waits and nobody consumes.')).toBeVisible();
});

test('the default exchange is explained and can’t be changed', async ({ open, page, expectAccessible }) => {
  await open(`/${broker}/exchanges/%2F/(default)`);
  await expect(page.getByText('Every queue is bound to it by its own name')).toBeVisible();
  await expectAccessible();
});

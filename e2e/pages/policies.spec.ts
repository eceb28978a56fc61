import { broker, expect, test } from './support/test';

test('an admin limits queues by a policy, sees beforehand what it does, and takes it back', async ({
  open,
  publisher,
  page,
  expectAccessible,
}) => {
  await publisher.fill('policed.orders', 5);
  await publisher.fill('policed.mail', 0);
  await open(`/${broker}/policies`);
  await expectAccessible();
  await page.getByRole('button', { name: 'New policy' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await dialog.getByLabel('Name', { exact: true }).fill('short');
  await dialog.getByLabel('Pattern').fill('^policed\\.');
  await dialog.getByLabel('Add a setting').click();
  await page.getByRole('option', { name: /^Max length(?! in)/ }).click();
  await dialog.getByRole('textbox', { name: 'Max length', exact: true }).fill('2');
  await expect(dialog.getByText('It matches 2 queues. Settings of 2 change at once.')).toBeVisible();
  await expect(dialog.getByText('3 messages above the new maximum are dropped or dead-lettered at once.', { exact: false })).toBeVisible();
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Create policy' }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole('row', { name: /short/ });
  await expect(row).toContainText('Max length 2');
  await expect.poll(async () => (await publisher.channel.checkQueue('policed.orders')).messageCount).toBe(2);

  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove …' }).click();
  const confirm = page.getByRole('alertdialog').or(page.getByRole('dialog', { name: 'Remove policy short?' }));
  await expect(confirm.getByText('Settings of 2 change at once.', { exact: false })).toBeVisible();
  await confirm.getByRole('button', { name: 'Remove policy' }).click();
  await expect(page.getByRole('row', { name: /short/ })).toHaveCount(0);
  const removed = page.getByRole('listitem').filter({ hasText: 'Removed policy short.' });
  await removed.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /short/ })).toBeVisible();
});

test('who may not change policies reads them, and is told why', async ({ open, page }) => {
  await open(`/${broker}/policies`, 'operator');
  await expect(page.getByRole('heading', { name: 'Policies' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New policy' }).first()).toHaveAttribute('aria-disabled', 'true');
});

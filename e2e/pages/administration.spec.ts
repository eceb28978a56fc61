import { broker, expect, test } from './support/test';

test('an admin adds a person, changes the role and removes the account, and the log tells it', async ({
  open,
  page,
  warren,
  expectAccessible,
}) => {
  await open('/people?dialog=new');
  const dialog = page.getByRole('dialog', { name: 'New person' });
  await dialog.getByLabel('Name').fill('Nina New');
  await dialog.getByLabel('E-mail').fill('nina@example.org');
  await dialog.getByLabel('Password').fill('short');
  await dialog.getByRole('button', { name: 'Add person' }).click();
  await expect(dialog.getByText(/at least 10 characters/i).first()).toBeVisible();
  await dialog.getByLabel('Password').fill('long enough password');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Add person' }).click();
  const row = page.getByRole('row', { name: /Nina New/ });
  await expect(row).toContainText('operator');

  await row.getByRole('button', { name: 'Acts on this row' }).click();
  await page.getByRole('menuitem', { name: /Remove/ }).click();
  await page.getByRole('button', { name: 'Remove account' }).click();
  await expect(row).toHaveCount(0);

  await page.goto(`${warren.url}/audit?text=nina`);
  await page.getByRole('row', { name: /account\.delete/ }).click();
  await expect(page.getByRole('dialog').getByRole('cell', { name: 'Nina New' }).first()).toBeVisible();
  await expectAccessible();
});

test('a broker that can’t be reached is said so when its connection is tested', async ({ open, page, expectAccessible }) => {
  await open('/brokers?dialog=new');
  const dialog = page.getByRole('dialog', { name: 'New broker' });
  await dialog.getByLabel('Name').fill('far away');
  await dialog.getByLabel('Management API').fill('http://127.0.0.1:9');
  await dialog.getByLabel('AMQP').fill('amqp://127.0.0.1:9');
  await dialog.getByLabel('User').fill('guest');
  await dialog.getByLabel('Password').fill('guest');
  await dialog.getByRole('button', { name: 'Test the connection' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expectAccessible();
});

test('on production a line marks the page and dangerous acts want the name typed', async ({
  open,
  page,
  api,
  publisher,
  expectAccessible,
}) => {
  await publisher.fill('production.queue', 2);
  await api.send('PATCH', `/api/brokers/${broker}`, { environment: 'production' });
  try {
    await open(`/${broker}/queues/%2F/production.queue`);
    await expect(page.getByText('production', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Acts on this queue' }).click();
    await page.getByRole('menuitem', { name: 'Purge for good …' }).click();
    const confirm = page.getByRole('button', { name: 'Purge 2 ready messages' });
    await expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible();
    await page.getByLabel(/This is production/).fill('production.queue');
    await confirm.click();
    await expect(page.getByText('Nothing is waiting, and nobody consumes.')).toBeVisible();
  } finally {
    await api.send('PATCH', `/api/brokers/${broker}`, { environment: 'development' });
  }
});

test('commands are found by their words and go anywhere', async ({ open, page, publisher, expectAccessible }) => {
  await publisher.fill('palette.target', 0);
  await open(`/${broker}/overview`);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Queue, exchange, place or act').fill('palette.t');
  await expect(page.getByRole('option', { name: /palette\.target/ })).toBeVisible();
  await expectAccessible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/palette\.target/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

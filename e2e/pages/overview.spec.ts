import { broker, expect, test } from './support/test';

test('the overview says what matters, moves by itself and is accessible in both themes', async ({
  open,
  publisher,
  page,
  expectAccessible,
}) => {
  await publisher.fill('overview.waiting', 3);
  await open(`/${broker}/overview`);
  await expect(page.getByText(/no consumer/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'overview.waiting' })).toBeVisible();
  await expect(page.getByText('3 messages wait and nobody consumes.')).toBeVisible();
  await expect(page.getByText(/^Live/)).toBeVisible();
  await expectAccessible();

  await publisher.fill('overview.waiting', 7);
  await expect(page.getByText(/7 messages wait and nobody consumes/)).toBeVisible({ timeout: 5_000 });

  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible();
});

test('the overview tells readers of the page what the charts show', async ({ open, page }) => {
  await open(`/${broker}/overview?range=5`);
  await expect(page.getByText(/^Ready now \d+, from \d+ to \d+\./)).toBeAttached();
  await page.getByRole('button', { name: '1 h' }).click();
  await expect(page).toHaveURL(/range=60/);
});

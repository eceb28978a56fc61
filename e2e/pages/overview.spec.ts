import { broker, expect, test } from './support/test';

test('the overview says what matters, moves by itself and is accessible in both themes', async ({
  open,
  publisher,
  page,
  expectAccessible,
}) => {
  // More than the queues of other specs hold, so that it is among the worst that the overview names.
  await publisher.fill('overview.waiting', 2_003);
  await open(`/${broker}/overview`);
  await expect(page.getByText(/no consumer/).first()).toBeVisible();
  const finding = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'overview.waiting' }) });
  await expect(finding).toContainText('2,003 messages wait and nobody consumes.');
  await expect(page.getByText(/^Live/)).toBeVisible();
  await expectAccessible();

  await publisher.fill('overview.waiting', 2_007);
  await expect(finding).toContainText('2,007 messages wait and nobody consumes', { timeout: 5_000 });

  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible();
});

test('the overview tells readers of the page what the charts show', async ({ open, page }) => {
  await open(`/${broker}/overview?range=5`);
  await expect(page.getByText(/^Ready now [\d,]+, from [\d,]+ to [\d,]+\./)).toBeAttached();
  await page.getByRole('button', { name: '1 h' }).click();
  await expect(page).toHaveURL(/range=60/);
});

import { adminEmail, adminPassword } from '../support/console';
import { broker, expect, test } from './support/test';

test('a person signs in, comes back to where they wanted to go, and signs out', async ({ page, warren, expectAccessible }) => {
  await page.goto(`${warren.url}/${broker}/queues?q=orders`);
  await expect(page).toHaveURL(/sign-in\?next=/);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessible();

  await page.getByLabel('E-mail').fill(adminEmail);
  await page.getByLabel('Password').fill('wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible();

  await page.getByLabel('Password').fill(adminPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${warren.url}/${broker}/queues?q=orders`);

  await page.getByRole('button', { name: /theme, time, sign out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
});

test('the set-up page without its link says where the link is', async ({ page, warren, expectAccessible }) => {
  await page.goto(`${warren.url}/setup`);
  await expect(page.getByText('one-time link')).toBeVisible();
  await expectAccessible();
});

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

test('a person changes their own password', async ({ page, warren, api, expectAccessible }) => {
  const mia = { name: 'Mia', email: 'mia@example.org', password: 'a long enough one', role: 'operator' };
  await api.post('/api/people', mia);
  await page.goto(`${warren.url}/sign-in`);
  const signIn = async (password: string) => {
    await page.getByLabel('E-mail').fill(mia.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await signIn(mia.password);

  await page.getByRole('button', { name: /^Mia: / }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change your password' });
  await dialog.getByLabel('Current password').fill('not my password');
  await dialog.getByLabel('New password', { exact: true }).fill('another long one');
  await dialog.getByLabel('New password, once more').fill('another short one');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('The two new passwords differ.')).toBeVisible();
  await dialog.getByLabel('New password, once more').fill('another long one');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('This is not your current password.')).toBeVisible();
  await expectAccessible();
  await dialog.getByLabel('Current password').fill(mia.password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Changed your password.')).toBeVisible();

  await page.getByRole('button', { name: /^Mia: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn('another long one');
  await expect(page.getByRole('button', { name: /^Mia: / })).toBeVisible();
});

test('the set-up page without its link says where the link is', async ({ page, warren, expectAccessible }) => {
  await page.goto(`${warren.url}/setup`);
  await expect(page.getByText('one-time link')).toBeVisible();
  await expectAccessible();
});

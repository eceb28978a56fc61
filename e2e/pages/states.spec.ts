import { broker, expect, test } from './support/test';

test('an API that fails is said so with the way on, and retried by hand', async ({ open, page, expectAccessible }) => {
  const sentence = 'The database is busy. Try again in a moment.';
  let isBroken = true;
  await page.route('**/api/people', (route) =>
    isBroken ? route.fulfill({ status: 500, json: { code: 'internal', message: sentence } }) : route.continue(),
  );
  await open('/people');
  await expect(page.getByText(sentence)).toBeVisible();
  await expectAccessible();
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('grid', { name: 'People' })).toBeVisible();
});

test('loading keeps the layout: a skeleton, then rows', async ({ open, page }) => {
  await page.route('**/api/brokers/*/stream**', () => undefined); // never answered
  await open(`/${broker}/queues`);
  await expect(page.getByRole('grid', { name: 'Queues' })).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText('Connecting')).toBeVisible();
});

test('a cut line is said, and found again without reloading', async ({ open, page }) => {
  let isCut = false;
  await page.route('**/api/brokers/*/stream**', (route) => (isCut ? route.abort() : route.continue()));
  await open(`/${broker}/queues`);
  await expect(page.getByText(/^Live/)).toBeVisible();
  isCut = true;
  // Another page needs other topics, so the line is opened anew and fails.
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByText(/^Cut off since/)).toBeVisible();
  await expect(page.getByText(/^This page has lost the console since .* and keeps trying/)).toBeVisible();
  isCut = false;
  await expect(page.getByText(/^Live/)).toBeVisible();
});

test('people who may not see accounts are told who may', async ({ open, page, expectAccessible }) => {
  await open('/people', 'support');
  await expect(page.getByText('Only admins may manage accounts and roles.')).toBeVisible();
  await expectAccessible();
  await page.getByRole('link', { name: 'See who may do what' }).click();
  await expect(page.getByText('You are support staff.')).toBeVisible();
  await expectAccessible();
});

test('addresses of things that are gone say so', async ({ open, page }) => {
  await open(`/${broker}/queues/%2F/never.was`);
  await expect(page.getByText('This queue is gone')).toBeVisible();
  await page.goto(new URL('/no-such-broker/queues', page.url()).href);
  await expect(page.getByText('No such broker')).toBeVisible();
});

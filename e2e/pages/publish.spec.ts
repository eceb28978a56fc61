import { broker, expect, test } from './support/test';

test('publishing says before who receives the message, and after what the broker said', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertExchange('pub.orders', 'topic', { durable: true });
  await channel.assertQueue('pub.stock', { durable: true });
  await channel.purgeQueue('pub.stock');
  await channel.bindQueue('pub.stock', 'pub.orders', 'order.#');
  const page = await open(`/${broker}/publish?exchange=pub.orders`, 'support');
  await expect(page.getByText('No queue will receive it.')).toBeVisible();
  await page.getByLabel('Routing key').fill('order.created');
  await expect(page.getByText('1 queue will receive it.')).toBeVisible();

  const body = page.getByRole('textbox', { name: 'Body' });
  await body.click();
  await page.keyboard.insertText('{"id": 1,}');
  await expect(page.getByText('Not valid JSON: line 1, column 10')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await body.fill('{"id": 1}');
  await page.getByRole('button', { name: 'Header', exact: true }).click();
  await page.getByLabel('Header', { exact: true }).fill('tries');
  await page.getByLabel('Type of tries').click();
  await page.getByRole('option', { name: 'int32' }).click();
  await page.getByLabel('Value of tries').fill('3');
  await page.getByLabel('How many').fill('2');
  await expectAccessible();
  await page.getByRole('button', { name: 'Publish 2 messages' }).click();
  await expect(page.getByText('All 2 messages were published.')).toBeVisible();

  const arrived = await channel.get('pub.stock');
  if (arrived === false) throw new Error('nothing arrived');
  expect(arrived.content.toString()).toBe('{"id": 1}');
  expect(arrived.properties.headers?.['tries']).toBe(3);
  expect((await channel.checkQueue('pub.stock')).messageCount).toBe(1);

  await page.getByLabel('Routing key').fill('nowhere');
  await page.getByLabel('How many').fill('1');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText(/^Returned: NO_ROUTE \(312\)/)).toBeVisible();
});

test('an operator reads why publishing is not for the role', async ({ open }) => {
  const page = await open(`/${broker}/publish?exchange=amq.fanout`, 'operator');
  const button = page.getByRole('button', { name: 'Publish', exact: true });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByText('Only support staff and admins may publish messages.')).toBeVisible();
});

test('the form and the desk are usable on a phone', async ({ page, open, publisher, expectAccessible }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['publish', 'dead-letters', 'operations', 'bin', 'search', 'routing']) {
    await open(`/${broker}/${path}`, 'support');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow, { message: path }).toBe(0);
    await expectAccessible();
  }
  await publisher.fill('pocket', 2);
  await open(`/${broker}/queues/%2F/pocket?tab=messages`, 'support');
  await page.getByRole('row').nth(1).click();
  for (const name of ['Replay…', 'Next message', 'Close the message'])
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Close the message' }).click();
  await expect(page.getByRole('row').nth(2)).toBeVisible();
});

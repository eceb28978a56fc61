import { broker, expect, test } from './support/test';

test('an admin binds a queue in the graph, the next message arrives there, and the binding goes again', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  const { channel } = publisher;
  await channel.assertExchange('graph.orders', 'direct', { durable: true });
  await channel.assertQueue('graph.audit', { durable: true });
  const publish = async () => {
    channel.publish('graph.orders', 'created', Buffer.from('{}'), { persistent: true });
    await channel.waitForConfirms();
    return (await channel.checkQueue('graph.audit')).messageCount;
  };
  expect(await publish()).toBe(0);

  const page = await open(`/${broker}/routing?find=graph.`);
  await page.locator('.react-flow__node', { hasText: 'graph.orders' }).click();
  await expect(page.getByRole('complementary', { name: 'Selected' })).toContainText('direct');
  await expectAccessible();
  await page.getByRole('complementary', { name: 'Selected' }).getByRole('button', { name: 'Binding', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'New binding' });
  await dialog.getByLabel('Name', { exact: true }).fill('graph.audit');
  await dialog.getByLabel('Routing key').fill('created');
  await expect(dialog).toContainText('Messages published to graph.orders with exactly the key created will also go to graph.audit.');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Bind' }).click();
  await expect(page.getByText('Bound graph.audit to graph.orders.')).toBeVisible();
  expect(await publish()).toBe(1);
  await expect(page.getByRole('complementary', { name: 'Selected' })).toContainText('created → graph.audit');

  await page.getByRole('button', { name: 'Remove the binding of graph.audit with created' }).click();
  const question = page.getByRole('dialog', { name: 'Remove the binding from graph.orders to graph.audit?' });
  await expect(question).toContainText('graph.audit has no other binding');
  await question.getByRole('button', { name: 'Remove the binding' }).click();
  await expect(page.getByText('Removed the binding from graph.orders to graph.audit.')).toBeVisible();
  expect(await publish()).toBe(1);
  await page.getByRole('listitem').filter({ hasText: 'Removed the binding' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(publish).toBeGreaterThan(1);
});

test('a route is tested without sending anything', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertExchange('test.events', 'topic', { durable: true });
  await channel.assertQueue('test.mail', { durable: true });
  await channel.bindQueue('test.mail', 'test.events', 'order.*');
  const page = await open(`/${broker}/routing`, 'operator');
  await page.getByRole('button', { name: 'Test a route' }).click();
  const tester = page.getByRole('region', { name: 'Route test' });
  await tester.getByLabel('A message published to').fill('test.events');
  await tester.getByLabel('with the routing key').fill('order.created');
  await expect(tester).toContainText('Reaches 1 queue: test.mail');
  await tester.getByLabel('with the routing key').fill('refund.created');
  await expect(tester).toContainText('Reaches no queue.');
  expect((await channel.checkQueue('test.mail')).messageCount).toBe(0);
  await page.keyboard.press('Escape');
  await expectAccessible();
});

test('the table says the same as the picture, and what an operator may not do says why', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertExchange('table.in', 'fanout', { durable: true });
  await channel.assertQueue('table.out', { durable: true, deadLetterExchange: 'table.gone' });
  await channel.bindQueue('table.out', 'table.in', '');
  const page = await open(`/${broker}/routing?view=table&q=table.`, 'operator');
  await expect(page.getByRole('row').filter({ hasText: 'table.in' })).toContainText('table.out');
  await expect(page.getByRole('row').filter({ hasText: 'table.gone' })).toContainText('dead letters');
  await expectAccessible();
  await page.getByRole('button', { name: 'Binding' }).hover();
  await expect(page.getByText('Only admins may add and remove bindings.')).toBeVisible();
});

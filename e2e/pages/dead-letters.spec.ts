import type { Publisher } from './support/publisher';
import { broker, expect, test } from './support/test';

/** An id that JSON.parse would round; the console must not. */
const orderText = '{"id": 90071992547409931, "customer": {"name": "Ada"}, "total": 33.50}';

/** Makes `{name}.work`, whose dead letters go to `{name}.dead`, and lets a consumer reject one order. */
async function rejectOne({ channel }: Publisher, name: string): Promise<void> {
  await channel.assertExchange(`${name}.dlx`, 'direct', { durable: true });
  await channel.assertQueue(`${name}.dead`, { durable: true });
  await channel.assertQueue(`${name}.work`, { durable: true, deadLetterExchange: `${name}.dlx`, deadLetterRoutingKey: 'failed' });
  await channel.bindQueue(`${name}.dead`, `${name}.dlx`, 'failed');
  channel.sendToQueue(`${name}.work`, Buffer.from(orderText), {
    contentType: 'application/json',
    persistent: true,
    headers: { tenant: 'acme' },
  });
  await channel.waitForConfirms();
  const taken = await channel.get(`${name}.work`);
  if (!taken) throw new Error('the order did not arrive');
  channel.nack(taken, false, false);
  await expect.poll(async () => (await channel.checkQueue(`${name}.dead`)).messageCount).toBe(1);
}

test('support finds out why an order failed, replays it, and sees that it was delivered and acknowledged', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  await rejectOne(publisher, 'tea');
  const page = await open(`/${broker}/dead-letters`, 'support');

  const row = page.getByRole('row').filter({ hasText: 'tea.dead' });
  await expect(row).toContainText('1 × rejected in tea.work');
  await expectAccessible();
  await row.click();
  await expect(page.getByText('Looking changes nothing')).toBeVisible();

  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  await expect(message.getByRole('list', { name: 'Path of the message' })).toContainText('Died in tea.work: rejected');
  await expect(message.getByRole('list', { name: 'Body' })).toContainText('id: 90071992547409931');
  await expect(message.getByRole('row', { name: /tenant/ })).toContainText('string');
  await expectAccessible();
  // Looking changed nothing: still one message, still not marked as redelivered.
  const untouched = await publisher.channel.get('tea.dead');
  if (untouched === false) throw new Error('looking took the message');
  expect(untouched.fields.redelivered).toBe(false);
  publisher.channel.nack(untouched, false, true);

  await message.getByRole('button', { name: 'Replay' }).click();
  const sheet = page.getByRole('dialog', { name: 'Replay 1 message of tea.dead' });
  await expect(sheet).toContainText('1 message');
  await expect(sheet).toContainText('goes to tea.work');
  await expect(sheet).toContainText('Nothing consumes from tea.work now');
  await expectAccessible();
  await sheet.getByRole('button', { name: 'Replay 1 message' }).click();
  await expect(sheet).toContainText('1 confirmed by the broker, not acknowledged yet.');

  const { consumerTag } = await publisher.channel.consume('tea.work', (delivery) => delivery && publisher.channel.ack(delivery));
  await expect(sheet).toContainText('The message was replayed. Delivered and acknowledged.');
  await publisher.channel.cancel(consumerTag);

  await sheet.getByRole('link', { name: 'Every message’s outcome' }).click();
  await expect(page.getByRole('heading', { name: /Replay/ })).toContainText('tea.dead');
  await expect(page.getByRole('row').nth(1)).toContainText('acknowledged');
  await expectAccessible();
});

test('a queue whose dead letters are lost is named', async ({ open, publisher }) => {
  await publisher.channel.assertQueue('careless', { durable: true, deadLetterExchange: 'never-declared' });
  const page = await open(`/${broker}/dead-letters`, 'operator');
  const warning = page.getByRole('alert').filter({ hasText: 'are lost' });
  await expect(warning.getByRole('link', { name: 'careless' })).toBeVisible();
  await expect(warning).toContainText('sends them to never-declared, which doesn’t exist.');
  await publisher.channel.deleteQueue('careless');
  await expect(page.getByText('careless')).toHaveCount(0);
});

test('replaying all from the desk leads straight to the review', async ({ open, publisher }) => {
  await rejectOne(publisher, 'coffee');
  const page = await open(`/${broker}/queues/%2F/coffee.dead?tab=messages&plan=replay`, 'support');
  const sheet = page.getByRole('dialog', { name: 'Replay all messages of coffee.dead' });
  await expect(sheet).toContainText('goes to coffee.work');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/tab=messages$/);
});

import { broker, expect, test } from './support/test';

test('connections, channels and consumers of a real client are seen and can be closed', async ({
  open,
  warren,
  page,
  expectAccessible,
}) => {
  const { connect } = await import('amqplib');
  const connection = await connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`, {
    clientProperties: { connection_name: 'billing-worker' },
  });
  const closed = new Promise<string>((resolve) => connection.once('close', (error?: Error) => resolve(error?.message ?? '')));
  const channel = await connection.createChannel();
  await channel.prefetch(7);
  await channel.assertQueue('clients.queue');
  await channel.consume('clients.queue', () => undefined, { consumerTag: 'billing-consumer' });

  await open(`/${broker}/channels?tab=consumers&q=billing`);
  await expect(page.getByText('billing-consumer')).toBeVisible();
  await expectAccessible();

  await page.goto(`${warren.url}/${broker}/connections?q=billing`);
  await page.getByRole('link', { name: 'billing-worker' }).click();
  await expect(page.getByRole('cell', { name: '7', exact: true })).toBeVisible();
  await expectAccessible();

  await page.getByRole('button', { name: 'Close …' }).click();
  await page.getByLabel('Reason').fill('maintenance at noon');
  await expect(page.getByText('The client may connect again at once: this is no ban.')).toBeVisible();
  await page.getByRole('button', { name: 'Close connection' }).click();
  expect(await closed).toContain('maintenance at noon');
  await expect(page.getByText('This connection has ended')).toBeVisible();
});

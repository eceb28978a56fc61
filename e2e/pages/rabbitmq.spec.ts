import type { Page } from '@playwright/test';
import type { BrokerSummary } from '../../lib/model/console';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';
import { Publisher } from './support/publisher';
import { expect, test } from './support/test';

/* A real RabbitMQ, connected as production, as the people of a shop see it: on a desk and on a phone. */
const longName = 'orders.europe-west.fulfilment.priority-customers.retry.attempt-3.delayed';
let rabbitmq: RabbitmqServer;
let id: string;

test.beforeAll(async ({ api }) => {
  test.setTimeout(240_000);
  rabbitmq = await startRabbitmq({ statisticsIntervalMs: 1_000 });
  const publisher = await Publisher.connect(rabbitmq.amqpUrl);
  await publisher.channel.assertExchange('shop', 'topic');
  await publisher.fill('orders', 5, { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'failed' } });
  await publisher.fill('failed', 2);
  await publisher.fill(longName, 0);
  await publisher.channel.bindQueue('orders', 'shop', 'order.*');
  await publisher.close();
  const broker = await api.post<BrokerSummary>('/api/brokers', {
    name: 'Shop RabbitMQ',
    environment: 'production',
    colour: null,
    managementUrl: rabbitmq.managementUrl,
    amqpUrl: rabbitmq.amqpUrl.replace('guest:guest@', ''),
    username: 'guest',
    password: 'guest',
  });
  id = broker.id;
});
test.afterAll(async ({ api }) => {
  await api.send('DELETE', `/api/brokers/${id}`); // the console goes on to other specs
  await rabbitmq?.stop();
});

const grid = (page: Page, name: string) => page.getByRole('grid', { name });

test('a production RabbitMQ in figures, queues and pictures', async ({ open, page, expectAccessible }) => {
  await open(`/${id}/overview`);
  await expect(page.getByRole('button', { name: 'Broker: Shop RabbitMQ, production. Switch' })).toBeVisible();
  await expect(page.getByText(/^RabbitMQ \d/)).toBeVisible();
  await expect(page.getByText('1 queue has messages and no consumer.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Messages a second' })).toBeVisible();
  await expectAccessible();

  await page.getByRole('link', { name: 'Queues', exact: true }).click();
  await expect(
    grid(page, 'Queues')
      .getByRole('row', { name: /orders/ })
      .first(),
  ).toContainText('no consumer');
  await page.getByRole('link', { name: 'orders', exact: true }).click();
  await expect(page.getByText('5 messages wait and nobody consumes.')).toBeVisible();
  await expectAccessible();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByText('x-dead-letter-routing-key')).toBeVisible();

  await page.getByRole('link', { name: 'Routing', exact: true }).click();
  const picture = page.getByRole('application', { name: /Routing graph/ });
  await expect(picture.getByText('shop', { exact: true })).toBeVisible();
  await expect(picture.getByText('order.*')).toBeVisible();
});

test('a production RabbitMQ on a phone: nothing runs over the edge, the age of the figures is told', async ({
  open,
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await open(`/${id}/overview`);
  await expect(page.getByText(/^Live/)).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Messages in queues' })).toBeAttached();
  expect(await overflow()).toBe(0);
  for (const place of ['queues', 'exchanges', 'connections', 'channels', 'dead-letters', 'routing']) {
    await page.goto(new URL(`/${id}/${place}`, page.url()).href);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/^Live/)).toBeAttached();
    expect(await overflow()).toBe(0);
  }
  await page.goto(new URL(`/${id}/queues`, page.url()).href);
  const name = page.getByRole('link', { name: longName });
  await expect(name).toBeVisible();
  // Cut in the middle: the end of the name stays in view.
  const box = await name.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 1_000)).toBeLessThan(390);
  await expectAccessible();
});

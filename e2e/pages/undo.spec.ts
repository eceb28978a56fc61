import type { MessagePage } from '../../lib/model/message';
import type { Publisher } from './support/publisher';
import { broker, expect, test } from './support/test';

const queuePage = (queue: string): string => `/${broker}/queues/%2F/${queue}?tab=messages`;
const messagesPath = (queue: string) => `/api/brokers/${broker}/queues/%2F/${queue}/messages?from=0&limit=100&order=oldest`;
const indexesOf = ({ messages }: MessagePage): number[] =>
  messages.map(({ bodyBase64 }) => JSON.parse(Buffer.from(bodyBase64, 'base64').toString()).index);

/** `{name}.work` with `count` messages, all rejected into `{name}.dead`. */
async function rejectAll(publisher: Publisher, name: string, count: number): Promise<void> {
  const { channel } = publisher;
  await publisher.fill(`${name}.dead`, 0);
  await publisher.fill(`${name}.work`, count, { deadLetterExchange: '', deadLetterRoutingKey: `${name}.dead` });
  await rejectWaiting(publisher, name, count);
  await expect.poll(async () => (await channel.checkQueue(`${name}.dead`)).messageCount).toBe(count);
}

async function rejectWaiting({ channel }: Publisher, name: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const taken = await channel.get(`${name}.work`);
    if (taken === false) throw new Error('a message is missing');
    channel.nack(taken, false, false);
  }
}

test('a replay is recalled as far as nobody has consumed it, and what got away is counted', async ({
  open,
  publisher,
  api,
  expectAccessible,
}) => {
  const { channel } = publisher;
  await rejectAll(publisher, 'regret', 5);
  const page = await open(queuePage('regret.dead'), 'support');
  await expect(page.getByRole('row')).toHaveCount(6); // the heading and all five
  await page.getByRole('row').nth(0).getByRole('checkbox').click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Replay…', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: /Replay 5 messages/ });
  await sheet.getByRole('button', { name: 'Replay 5 messages' }).click();
  await expect(sheet.getByText('All 5 messages were replayed.')).toBeVisible();
  const consumed = await channel.get('regret.work');
  if (consumed === false) throw new Error('nothing arrived');
  channel.ack(consumed);
  await expect(sheet.getByText(/1 delivered and acknowledged/)).toBeVisible();

  await sheet.getByRole('link', { name: 'Every message’s outcome' }).click();
  await page.getByRole('button', { name: 'Recall' }).click();
  const dialog = page.getByRole('dialog', { name: 'Recall what went out of regret.dead?' });
  await expect(dialog).toContainText('Up to 4 messages that no consumer has acknowledged yet come back to regret.dead');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Recall 4 messages' }).click();
  await expect(page.getByText(/4 recalled\./)).toBeVisible();
  await expect(page.getByText(/1 delivered and acknowledged\./)).toBeVisible();
  expect(indexesOf(await api.get<MessagePage>(messagesPath('regret.dead')))).toEqual([1, 2, 3, 4]);
  expect((await channel.checkQueue('regret.work')).messageCount).toBe(0);
  await expectAccessible();
});

test('what comes back for the third time waits in quarantine, and its operation says so', async ({ open, publisher, api }) => {
  test.slow(); // three replays, each followed until its message is back
  const { channel } = publisher;
  await rejectAll(publisher, 'poison', 1);
  const page = await open(queuePage('poison.dead'), 'support');
  for (let time = 1; time <= 3; time += 1) {
    await page.goto(new URL(queuePage('poison.dead'), page.url()).href);
    await page.getByRole('row').nth(1).click();
    await page.getByRole('complementary', { name: 'Open message' }).getByRole('button', { name: 'Replay…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Replay 1 message of poison.dead' });
    if (time > 1) await expect(sheet.getByText(/replayed before and came back/)).toBeVisible();
    await sheet.getByRole('button', { name: 'Replay 1 message' }).click();
    await expect.poll(async () => (await channel.checkQueue('poison.work')).messageCount).toBe(1);
    await rejectWaiting(publisher, 'poison', 1);
    await expect(sheet.getByText(time < 3 ? /1 came back dead\./ : /1 in quarantine\./)).toBeVisible();
  }
  await expect.poll(async () => (await channel.checkQueue('warren.quarantine')).messageCount).toBe(1);
  expect((await channel.checkQueue('poison.dead')).messageCount).toBe(0);
  const { messages } = await api.get<MessagePage>(messagesPath('warren.quarantine'));
  expect(messages[0]?.properties.headers?.find(({ key }) => key === 'x-replay-count')?.value.value).toBe(3);
});

test('a purge goes into the bin and comes back in its order', async ({ open, publisher, api }) => {
  const { channel } = publisher;
  await publisher.fill('emptied', 20);
  const page = await open(`/${broker}/bin`, 'support');
  const admin = await open(queuePage('emptied'), 'admin');
  await expect(admin.getByText('1 to 20 of 20, oldest first')).toBeVisible();
  await admin.getByRole('row').nth(0).getByRole('checkbox').click();
  await admin.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Discard' }).click();
  await expect(admin.getByText('Discarded 20 messages into the bin.')).toBeVisible();
  expect((await channel.checkQueue('emptied')).messageCount).toBe(0);
  await page.goto(new URL(`/${broker}/bin?queue=emptied`, page.url()).href);
  await page.getByRole('row').nth(0).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Restore 20 messages' }).click();
  await expect.poll(async () => (await channel.checkQueue('emptied')).messageCount).toBe(20);
  expect(indexesOf(await api.get<MessagePage>(messagesPath('emptied')))).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

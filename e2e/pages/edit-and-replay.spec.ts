import type { MessagePage } from '../../lib/model/message';
import { broker, expect, test } from './support/test';

const queuePage = (queue: string, query = ''): string => `/${broker}/queues/%2F/${queue}?tab=messages${query}`;
const bodiesOf = ({ messages }: MessagePage): string[] => messages.map(({ bodyBase64 }) => Buffer.from(bodyBase64, 'base64').toString());
const messagesPath = (queue: string) => `/api/brokers/${broker}/queues/%2F/${queue}/messages?from=0&limit=100&order=oldest`;

test('one message is mended in an editor, compared with its original and sent on in its place', async ({
  open,
  publisher,
  api,
  expectAccessible,
}) => {
  await publisher.fill('mend.target', 0);
  await publisher.fill('mend', 0);
  publisher.channel.sendToQueue('mend', Buffer.from('{"total":"free"}'), { contentType: 'application/json', headers: { tenant: 'a' } });
  await publisher.channel.waitForConfirms();
  const page = await open(queuePage('mend'), 'support');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('complementary', { name: 'Open message' }).getByRole('button', { name: 'Edit…' }).click();
  const sheet = page.getByRole('dialog', { name: /Edit and replay 1 message/ });
  await sheet.getByRole('combobox', { name: 'Queue' }).fill('mend.target');
  await page.keyboard.press('Tab'); // the list of suggestions covers what is behind it
  await expect(sheet.getByText('Change something to see what will happen.')).toBeVisible();

  const body = sheet.getByRole('textbox', { name: 'Body' });
  await body.fill('{"total": ');
  await expect(sheet.getByText(/Not valid JSON: line 1/)).toBeVisible();
  await body.fill('{"total": 1990}');
  await sheet.getByLabel('Value of tenant').fill('b');
  await expect(sheet.getByLabel('After', { exact: true })).toContainText('"total": 1990');
  await expect(sheet.getByLabel('After', { exact: true })).toContainText('header tenant (string): b');
  await expect(sheet.getByLabel('Before', { exact: true })).toContainText('"total": "free"');
  await expectAccessible();

  await sheet.getByRole('button', { name: 'Edit and replay 1 message' }).click();
  await expect(sheet.getByText(/The message was edited and replayed/)).toBeVisible();
  expect(bodiesOf(await api.get<MessagePage>(messagesPath('mend.target')))).toEqual(['{"total": 1990}']);
  expect((await publisher.channel.checkQueue('mend')).messageCount).toBe(0);

  // The original is kept, and can't be put back beside the edited one.
  await page.goto(new URL(`/${broker}/bin?queue=mend`, page.url()).href);
  await expect(page.getByRole('row').nth(1)).toContainText('original of an edited one');
  await page.getByRole('row').nth(1).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Restore 1 message' }).click();
  await expect(page.getByText(/Recall the operation instead/)).toBeVisible();
  expect((await publisher.channel.checkQueue('mend')).messageCount).toBe(0);
});

test('many are changed by rules: samples before and after, what does not fit is named and stays', async ({
  open,
  publisher,
  api,
  expectAccessible,
}) => {
  await publisher.fill('batch.target', 0);
  await publisher.fill('batch', 12);
  publisher.channel.sendToQueue('batch', Buffer.from('no json'));
  await publisher.channel.waitForConfirms();
  const page = await open(queuePage('batch'), 'support');
  await page.getByRole('row').nth(0).getByRole('checkbox').click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Edit and replay…' }).click();
  const sheet = page.getByRole('dialog', { name: /Edit and replay 13 messages/ });
  await sheet.getByLabel('Place of rule 1').fill('/index');
  await sheet.getByLabel('Value of rule 1').fill('many');
  await expect(sheet.getByText(/Write the value as JSON/)).toBeVisible();
  await sheet.getByLabel('Value of rule 1').fill('"mended"');
  await sheet.getByRole('combobox', { name: 'Queue' }).fill('batch.target');
  await page.keyboard.press('Tab');
  await sheet.getByRole('button', { name: 'Preview the change' }).click();
  await expect(sheet.getByText('1 message left out')).toBeVisible();
  await expect(sheet.getByText('the body is not JSON')).toBeVisible();
  await expect(sheet.getByText(/Sample 1 of/)).toBeVisible();
  await expect(sheet.getByLabel('Before', { exact: true })).toContainText('"index": 0');
  await sheet.getByRole('button', { name: 'Next sample' }).click();
  await expect(sheet.getByLabel('After', { exact: true })).toContainText('"index": "mended"');
  await expectAccessible();
  await sheet.getByRole('button', { name: 'Edit and replay 12 messages' }).click();
  await expect(sheet.getByText(/All 12 messages were edited and replayed/)).toBeVisible();
  expect(new Set(bodiesOf(await api.get<MessagePage>(messagesPath('batch.target'))))).toEqual(new Set(['{"index":"mended"}']));
  expect(bodiesOf(await api.get<MessagePage>(messagesPath('batch')))).toEqual(['no json']);
});

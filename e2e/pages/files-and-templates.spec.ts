import { readFile } from 'node:fs/promises';
import { broker, expect, test } from './support/test';

const queuePage = (queue: string): string => `/${broker}/queues/%2F/${queue}?tab=messages`;

test('an export of chosen messages goes back in unchanged, and a line that is no message is named', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  const { channel } = publisher;
  for (const name of ['files.out', 'files.in']) {
    await channel.assertQueue(name, { durable: true });
    await channel.purgeQueue(name);
  }
  const headers = { tries: 3, tenant: 'Jørgensen', nested: { list: [1, 'two', true] } };
  for (const id of ['first', 'second', 'third'])
    channel.sendToQueue('files.out', Buffer.from([0, 255, 10, ...Buffer.from(id)]), {
      messageId: id,
      headers,
      priority: 2,
      persistent: true,
    });
  await channel.waitForConfirms();

  const page = await open(queuePage('files.out'), 'support');
  await page.getByRole('row').nth(1).getByRole('checkbox').click();
  await page.getByRole('row').nth(3).getByRole('checkbox').click();
  const download = page.waitForEvent('download');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Export' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2);

  await page.goto(new URL(`/${broker}/publish`, page.url()).href);
  await page.getByRole('group', { name: 'Publish' }).getByRole('button', { name: 'A file' }).click();
  await page.getByLabel('Where to').click();
  await page.getByRole('option', { name: /All into one queue/ }).click();
  await page.getByRole('combobox', { name: 'Queue' }).fill('files.in');
  await page.keyboard.press('Tab');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).last().click();
  const content = [lines[0], '{"not": "a message"}', lines[1], ''].join('\n');
  await (await chooser).setFiles({ name: 'export.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(content) });
  await expect(page.getByText('1 line left out')).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Import 2 messages' }).click();
  await expect.poll(async () => (await channel.checkQueue('files.in')).messageCount).toBe(2);

  for (const id of ['first', 'third']) {
    const arrived = await channel.get('files.in', { noAck: true });
    if (arrived === false) throw new Error(`${id} did not arrive`);
    expect(arrived.content).toEqual(Buffer.from([0, 255, 10, ...Buffer.from(id)]));
    expect(arrived.properties).toMatchObject({ messageId: id, priority: 2, deliveryMode: 2 });
    expect(arrived.properties.headers).toMatchObject(headers);
  }
});

test('a template is kept under a name, fills the form, and its deletion can be undone', async ({ open, expectAccessible }) => {
  const page = await open(`/${broker}/publish?exchange=amq.topic`, 'support');
  await page.getByLabel('Routing key').fill('order.created');
  await page.getByRole('textbox', { name: 'Body' }).fill('{"kept": true}');
  await page.getByRole('button', { name: 'Save as…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a template' });
  await dialog.getByLabel('Name').fill('An order');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Save the template' }).click();
  await expect(page.getByText('Saved the template An order.')).toBeVisible();

  await page.goto(new URL(`/${broker}/publish`, page.url()).href);
  await page.getByLabel('Template', { exact: true }).click();
  await page.getByRole('option', { name: 'An order' }).click();
  await expect(page.getByLabel('Routing key')).toHaveValue('order.created');
  await expect(page.getByRole('textbox', { name: 'Body' })).toContainText('"kept": true');

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Deleted the template An order.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.reload();
  await page.getByLabel('Template', { exact: true }).click();
  await expect(page.getByRole('option', { name: 'An order' })).toBeVisible();
});

test('messages go out one after another at the rate that was asked for, numbered, without the page, until the rest is cancelled', async ({
  open,
  publisher,
}) => {
  const { channel } = publisher;
  await channel.assertQueue('paced', { durable: true });
  await channel.purgeQueue('paced');
  const countNow = async (): Promise<number> => (await channel.checkQueue('paced')).messageCount;
  const page = await open(`/${broker}/publish?queue=paced`, 'support');
  await page.getByRole('textbox', { name: 'Body' }).fill('{"n": {{n}}}');
  await page.getByText('Fill in {{n}}, {{uuid}} and {{now}}').click();
  await page.getByLabel('How many').fill('1000');
  await page.getByLabel('A second').fill('20');
  await page.getByRole('button', { name: /Publish 1,000 messages/ }).click();
  await expect.poll(countNow).toBeGreaterThan(10);
  await page.getByRole('link', { name: 'Every message’s outcome' }).click();
  await expect(page.getByRole('heading', { name: 'Publish 1,000 times' })).toBeVisible();
  const beforeClosing = await countNow();
  await page.goto('about:blank');
  await expect.poll(countNow).toBeGreaterThan(beforeClosing + 10); // on the server, without the page
  const later = await open(`/${broker}/operations`, 'support');
  await later.getByRole('row').nth(1).click();
  await later.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(later.getByText(/of 1,000 messages published/).first()).toBeVisible();
  const count = await countNow();
  expect(count).toBeLessThan(1_000);
  const first = await channel.get('paced', { noAck: true });
  expect(first === false ? null : first.content.toString()).toBe('{"n": 1}');
});

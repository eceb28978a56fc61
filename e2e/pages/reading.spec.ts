import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import { broker, expect, test } from './support/test';

const queuePage = (queue: string, query = ''): string => `/${broker}/queues/%2F/${queue}?tab=messages${query}`;

test('a page begins at a position or at a time, and both are in the address', async ({ open, publisher, expectAccessible }) => {
  await publisher.fill('timed', 60);
  await expect.poll(() => Date.now() % 1_000).toBeGreaterThan(500);
  const betweenMs = Math.ceil(Date.now() / 1_000) * 1_000;
  await expect.poll(() => Date.now()).toBeGreaterThan(betweenMs);
  const { channel } = publisher;
  for (let index = 60; index < 70; index++)
    channel.sendToQueue('timed', Buffer.from(`{"index":${index}}`), { contentType: 'application/json' });
  await channel.waitForConfirms();

  const page = await open(queuePage('timed', '&limit=20'), 'support');
  const pages = page.getByRole('navigation', { name: 'Pages of messages' });
  await page.getByRole('button', { name: 'Go to…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go to a place in the queue' });
  await dialog.getByLabel('Position').fill('31');
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Go to position' }).click();
  await expect(pages).toContainText('31 to 50 of 70');
  await expect(page).toHaveURL(/from=30/);

  const wanted = new Date(betweenMs);
  const local = await page.evaluate(
    (atMs) => new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 19),
    betweenMs,
  );
  await page.getByRole('button', { name: 'Go to…' }).click();
  await dialog.getByLabel('Time').fill(local);
  await dialog.getByRole('button', { name: 'Go to time' }).click();
  await expect(pages).toContainText('61 to 70 of 70');
  await expect(page.getByRole('row').nth(1)).toContainText('"index":60');
  await expect(page).toHaveURL(new RegExp(`since=${encodeURIComponent(wanted.toISOString())}|since=${wanted.toISOString()}`));
  await page.reload();
  await expect(page.getByRole('row').nth(1)).toContainText('"index":60');
  await page.getByRole('button', { name: /^From / }).click();
  await expect(pages).toContainText('1 to 20 of 70');
});

test('the list follows the queue, waits while one reads further down, and keeps what consumers take', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  await publisher.fill('followed', 60);
  const { channel } = publisher;
  const publish = async (name: string) => {
    channel.sendToQueue('followed', Buffer.from(JSON.stringify({ name })), { contentType: 'application/json' });
    await channel.waitForConfirms();
  };
  const page = await open(queuePage('followed'), 'support');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(page).toHaveURL(/live=true/);
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText('"index":59');
  await publish('fresh');
  await expect(first).toContainText('"fresh"');
  await expect(page.getByText('1 new message', { exact: true })).toBeVisible();
  await expectAccessible();

  await channel.purgeQueue('followed');
  await publish('after the purge');
  await expect(first).toContainText('after the purge');
  await expect(page.getByRole('row').nth(2)).toContainText('"fresh"');

  await page.getByRole('grid', { name: 'Messages' }).evaluate((grid) => grid.parentElement?.scrollTo({ top: 400 }));
  await expect(page.getByText('Paused while you read')).toBeVisible();
  await publish('while reading');
  const waiting = page.getByRole('button', { name: '1 new message' });
  await expect(waiting).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'while reading' })).toHaveCount(0);
  await waiting.click();
  await expect(first).toContainText('while reading');
  await expect(page.getByText('Following', { exact: true })).toBeVisible();
});

test('following says what it could not show', async ({ open, publisher }) => {
  await publisher.fill('flooded', 1);
  const page = await open(queuePage('flooded', '&live=true&order=newest'), 'support');
  await expect(page.getByRole('row').nth(1)).toContainText('"index":0');
  for (let index = 0; index < 2_000; index++) publisher.channel.sendToQueue('flooded', Buffer.from('x'));
  await publisher.channel.waitForConfirms();
  await expect(page.getByText(/[\d,]+ skipped: more than 100 came in a second/)).toBeVisible();
});

test('a schema turns bytes into a tree; a wrong one says where, and can be taken away and put back', async ({
  open,
  publisher,
  expectAccessible,
}) => {
  const { channel } = publisher;
  await channel.assertQueue('coded', { durable: true });
  await channel.purgeQueue('coded');
  channel.sendToQueue('coded', Buffer.from([0x0a, 0x02, 0x61, 0x31, 0x10, 0x96, 0x01]), { contentType: 'application/x-protobuf' });
  channel.sendToQueue('coded', Buffer.from([0, 0, 0, 0, 7, 4, 0x61, 0x31]), { contentType: 'avro/binary' });
  channel.sendToQueue('coded', Buffer.from([0x0a, 0xff]), { contentType: 'application/x-protobuf' });
  await channel.waitForConfirms();

  const page = await open(queuePage('coded'), 'support');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  await message.getByRole('link', { name: 'give this queue their schema' }).click();
  await page.getByRole('button', { name: 'Add a schema…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a schema' });
  const file = (name: string, text: string) =>
    dialog.getByLabel('File').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await file('orders.proto', 'syntax = "proto3";\npackage shop;\nmessage Order {\n  strin id 1;\n}');
  await expect(dialog.getByText(/^Line 4: /)).toBeVisible();
  await expectAccessible();
  await file('orders.proto', 'syntax = "proto3";\npackage shop;\nmessage Other {}\nmessage Order { string id = 1; int64 cents = 2; }');
  await dialog.getByLabel('Message type').click();
  await page.getByRole('option', { name: 'shop.Order' }).click();
  await dialog.getByLabel('Decodes').click();
  await page.getByRole('option', { name: 'bodies of one content type' }).click();
  await dialog.getByLabel('Content type').fill('application/x-protobuf');
  await dialog.getByRole('button', { name: 'Add schema' }).click();
  await expect(page.getByText('Protobuf shop.Order')).toBeVisible();
  await page.getByRole('button', { name: 'Add a schema…' }).click();
  await file('id.avsc', '{"type": "record", "name": "Id", "fields": [{"name": "id", "type": "string"}]}');
  await dialog.getByRole('button', { name: 'Add schema' }).click();
  await expect(page.getByText('Avro Id')).toBeVisible();
  await expectAccessible();

  await page.getByRole('tab', { name: /Messages/ }).click();
  await page.getByRole('row').nth(1).click();
  await expect(message).toContainText('Protobuf shop.Order, schema orders.proto');
  await expect(message).toContainText('cents: 150');
  await page.keyboard.press('j');
  await expect(message).toContainText('Avro Id, schema id.avsc');
  await expect(message).toContainText('Confluent’s wire format, with schema id 7');
  await page.keyboard.press('j');
  await expect(message).toContainText('Not Protobuf of type shop.Order. At byte 2: the body ends too early.');
  await expect(message.getByRole('region', { name: 'Body as bytes' })).toContainText('0a ff');

  await page.getByRole('tab', { name: /Settings/ }).click();
  await page.getByRole('button', { name: 'Delete the schema id.avsc' }).click();
  await expect(page.getByText('Avro Id')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Avro Id')).toBeVisible();
});

test('an operator reads why schemas are not for the role', async ({ open, publisher }) => {
  await publisher.fill('plain', 1);
  const page = await open(`/${broker}/queues/%2F/plain?tab=settings`, 'operator');
  const add = page.getByRole('button', { name: 'Add a schema…' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await add.hover();
  await expect(page.getByText('Only support staff and admins may upload and delete schemas of message bodies.')).toBeVisible();
});

test('bodies are shown as what they are', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertQueue('kinds', { durable: true });
  await channel.purgeQueue('kinds');
  const json = '{"order":{"id":"A-1","number":12345678901234567890}}';
  const kinds: readonly (readonly [Buffer, Parameters<typeof channel.sendToQueue>[2], readonly string[]])[] = [
    [Buffer.from(json), { contentType: 'application/json' }, ['JSON', '12345678901234567890']],
    [Buffer.from('<a><b>1</b></a>'), { contentType: 'application/xml' }, ['XML', '<b>1</b>']],
    [Buffer.from('Grüezi'), { contentType: 'text/plain' }, ['text', 'Grüezi']],
    [Buffer.from(encode({ id: 'A-1' })), { contentType: 'application/msgpack' }, ['MessagePack', '"A-1"']],
    [gzipSync(json), { contentType: 'application/json', contentEncoding: 'gzip' }, ['JSON', 'Unpacked from gzip']],
    [deflateSync(json), { contentType: 'application/json', contentEncoding: 'deflate' }, ['JSON', 'Unpacked from deflate']],
    [Buffer.from([0xff, 0xfe, 0x00]), {}, ['bytes', 'The bytes are not UTF-8 text.', 'ff fe 00']],
    [Buffer.alloc(0), {}, ['The body is empty.']],
    [Buffer.from(JSON.stringify({ pad: 'x'.repeat(10_000), last: 'whole' })), { contentType: 'application/json' }, ['JSON', '"whole"']],
    [
      Buffer.from(`"${'x'.repeat(2_000_000)}"`),
      { contentType: 'application/json' },
      ['The first 4 KiB of 1.91 MiB are loaded.', 'Load all'],
    ],
    [brotliCompressSync(json), { contentType: 'application/json', contentEncoding: 'br' }, []],
  ];
  for (const [body, options] of kinds) channel.sendToQueue('kinds', body, options);
  await channel.waitForConfirms();
  const page = await open(queuePage('kinds'), 'support');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  for (const [index, [, , words]] of kinds.entries()) {
    await expect(message).toContainText(`Position ${index + 1}`);
    for (const word of words) await expect(message).toContainText(word);
    if (index % 4 === 0) await expectAccessible();
    await page.keyboard.press('j');
  }
  // Brotli is undone by browsers that can, and by the others it is said.
  await expect(message).toContainText(/Unpacked from br|This browser can't undo brotli/);
});

test('a key right after a click moves on from the message that was clicked', async ({ open, publisher }) => {
  await publisher.fill('quick', 20);
  const page = await open(queuePage('quick'), 'support');
  const message = page.getByRole('complementary', { name: 'Open message' });
  for (const row of [1, 5, 9, 13, 3, 7, 11, 15]) {
    await page.getByRole('row').nth(row).click();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(message).toContainText(`Position ${row + 2}`);
    await expect(page.getByRole('row').nth(row + 2)).toHaveAttribute('aria-current', 'true');
  }
});

test('headers are shown with their types, nested ones as a tree', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertQueue('typed', { durable: true });
  await channel.purgeQueue('typed');
  const headers = {
    attempts: { '!': 'short', value: 3 },
    total: { '!': 'int64', value: 9007199254740991 },
    ratio: 0.5,
    isUrgent: true,
    placedAt: { '!': 'timestamp', value: 1_700_000_000 },
    customer: { name: 'Ada', tags: ['vip', 7] },
    nothing: null,
  };
  channel.sendToQueue('typed', Buffer.from('{}'), { contentType: 'application/json', headers });
  await channel.waitForConfirms();
  const page = await open(queuePage('typed'), 'support');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  const row = (key: string) => message.getByRole('row').filter({ has: page.getByRole('rowheader', { name: key, exact: true }) });
  await expect(row('attempts')).toContainText('int16');
  await expect(row('attempts')).toContainText('3');
  await expect(row('total')).toContainText('9007199254740991');
  await expect(row('ratio')).toContainText('0.5');
  await expect(row('isUrgent')).toContainText('true');
  await expect(row('placedAt')).toContainText('2023-11-14');
  await expect(row('customer')).toContainText('"Ada"');
  await expect(row('customer')).toContainText('"vip"');
  await expect(row('nothing')).toBeVisible();
  await expectAccessible();
});

test('a body of 20 MB is cut with its true size said, and loaded whole on demand', async ({ open, publisher, expectAccessible }) => {
  const { channel } = publisher;
  await channel.assertQueue('large', { durable: true });
  await channel.purgeQueue('large');
  const lines = Array.from({ length: 20 * 1024 }, (_, index) => `line ${String(index).padStart(6, '0')} ${'x'.repeat(1_010)}`).join('\n');
  channel.sendToQueue('large', Buffer.from(lines), { contentType: 'text/plain' });
  await channel.waitForConfirms();
  const page = await open(queuePage('large'), 'support');
  await page.getByRole('row').nth(1).click();
  const message = page.getByRole('complementary', { name: 'Open message' });
  await expect(message).toContainText(/The first 4 KiB of 20(\.\d)? MiB are loaded\./);
  await message.getByRole('button', { name: 'Load all' }).click();
  await expect(message).not.toContainText('are loaded.');
  await expect(message.getByRole('document', { name: 'Body as text' })).toContainText('line 000050');
  await expect(message.getByRole('button', { name: /^Show all 2\d,\d{3},\d{3} characters$/ })).toBeVisible();
  await expectAccessible();
  const download = page.waitForEvent('download');
  await message.getByRole('link', { name: 'Download the body’s bytes' }).click();
  const saved = await (await download).createReadStream();
  let savedBytes = 0;
  for await (const chunk of saved) savedBytes += chunk.length;
  expect(savedBytes).toBe(Buffer.byteLength(lines));
});

import { expect, it } from 'vitest';
import { readJson } from './body';

const post = (body: BodyInit | ReadableStream) => new Request('http://warren/', { method: 'POST', body, duplex: 'half' } as RequestInit);

it('reads JSON, and nothing as undefined', async () => {
  expect(await readJson(post('{"a":"ü"}'), 100)).toEqual({ a: 'ü' });
  expect(await readJson(new Request('http://warren/', { method: 'POST' }), 100)).toBeUndefined();
});

it('says what is wrong with a body that is no JSON or no UTF-8', async () => {
  for (const body of ['{', Buffer.from([0x22, 0xff, 0x22])])
    await expect(readJson(post(body), 100)).rejects.toMatchObject({ code: 'invalid-input' });
});

it('stops reading at the bound, whatever length was announced', async () => {
  let chunkCount = 0;
  const endless = new ReadableStream({
    pull(controller) {
      chunkCount += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  await expect(readJson(post(endless), 10 * 1024)).rejects.toMatchObject({ code: 'too-large' });
  expect(chunkCount).toBeLessThan(15);
});

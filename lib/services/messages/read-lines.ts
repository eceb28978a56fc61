import { ServiceError } from '../errors';

/** Lines of a UTF-8 stream as they come in, empty ones left out. Throws ServiceError 'too-large' at one that is too long. */
export async function* readLines(body: AsyncIterable<Uint8Array>, lineCharactersMax: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  const finish = (): string => {
    const line = parts.join('').trim();
    parts = [];
    length = 0;
    return line;
  };
  const add = (text: string): void => {
    length += text.length;
    if (length > lineCharactersMax) throw new ServiceError('too-large', `A line is longer than ${lineCharactersMax} characters.`);
    parts.push(text);
  };
  for await (const chunk of body) {
    const [head = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    add(head);
    for (const text of rest) {
      const line = finish();
      if (line !== '') yield line;
      add(text);
    }
  }
  add(decoder.decode());
  const last = finish();
  if (last !== '') yield last;
}

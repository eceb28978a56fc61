/** `,"name":[row,row]` in pieces, as a further field of an object under way. */
export function* jsonList<Item>(name: string, items: Iterable<Item>, json: (item: Item) => string): Generator<string> {
  yield `,${JSON.stringify(name)}:[`;
  let separator = '';
  for (const item of items) {
    yield separator + json(item);
    separator = ',';
  }
  yield ']';
}

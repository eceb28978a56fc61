// Goal: what is held unfinished stays below the limit, and only those who hold the most pay for it.
import { expect, it } from 'vitest';
import { type ContentHolder, relieveUnfinished } from './unfinished-contents';

class Holder implements ContentHolder {
  readonly heard: number[] = [];
  constructor(readonly unfinishedBytes: number) {}
  closeByBroker = (code: number): void => void this.heard.push(code);
}

it('closes those that hold the most with 506, and no more of them than needed', () => {
  const holders = [10, 500, 0, 300, 20].map((bytes) => new Holder(bytes));
  expect(relieveUnfinished(holders, 400)).toBe(330);
  expect(holders.map(({ heard }) => heard)).toEqual([[], [506], [], [], []]);
});

it('leaves all alone below the limit', () => {
  const holders = [100, 300].map((bytes) => new Holder(bytes));
  expect(relieveUnfinished(holders, 400)).toBe(400);
  expect(holders.flatMap(({ heard }) => heard)).toEqual([]);
});

/** A promise that is settled from outside, for what happens once at a time that somebody else decides. */
export type Deferred = { readonly promise: Promise<void>; resolve(): void };

export function createDeferred(): Deferred {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

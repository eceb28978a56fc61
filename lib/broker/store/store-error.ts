/** The data directory can't be used. The message is a sentence for the person who starts the broker: what, why, what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

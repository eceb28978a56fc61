/** The data directory can't be used; the message is a sentence for people that says what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

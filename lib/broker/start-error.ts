/** Why the broker can't start, as one sentence for the person who starts it: what, why, what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  constructor(
    readonly code: 'options' | 'port-in-use' | 'address' | 'data-directory' | 'tls',
    sentence: string,
  ) {
    super(sentence);
  }
}

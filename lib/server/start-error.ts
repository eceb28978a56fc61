/** Why the console can't start: one sentence for the person at the terminal that says what to do. No stack is shown. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Where the broker says what happened, in sentences. Implemented by main.ts; silent in tests. */
export interface Log {
  info(sentence: string): void;
  warn(sentence: string): void;
  error(sentence: string, cause?: unknown): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

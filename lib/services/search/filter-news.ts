import type { PlainMessage } from './searched-message';

/** What a filter's thread is asked, one page at a time. */
export type FilterQuestion = { readonly messages: readonly PlainMessage[] };

/** What it says: that it is at work, at least every `aliveIntervalMs`, and in the end whether each message is meant. */
export type FilterNews = { readonly type: 'evaluating' } | { readonly type: 'answers'; readonly answers: readonly boolean[] };

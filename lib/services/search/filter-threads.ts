import { existsSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { ServiceError } from '../errors';
import { compileSearchFilter } from './compile-filter';
import type { FilterNews, FilterQuestion } from './filter-news';
import { searchLimits } from './search-limits';
import { type SearchedMessage, toPlain } from './searched-message';
import { startThread } from './start-thread';

/** A filter at work. One question at a time. */
export interface RunningFilter {
  /** Whether each of these is meant. Throws ServiceError 'invalid-input' when the filter takes too long for one of them. */
  ask(messages: readonly SearchedMessage[]): Promise<readonly boolean[]>;
  close(): void;
}
/** Throws ServiceError 'invalid-input' when the expression is wrong. */
export type OpenFilter = (expression: string) => RunningFilter;

const tooSlow = (milliseconds: number) =>
  `The filter needed more than ${milliseconds / 1000} s for one message and was ended. Make it simpler.`;
const tooLarge = 'The filter needed more memory than it may have and was ended. Make it simpler.';
const notBuilt = 'The program of filters is missing. Stop Warren and run npm start, which builds it.';

/** Runs each filter as a thread of `program`, so that none can hold up the console. */
export const filterThreads =
  (program: string, oneMessageMsMax: number = searchLimits.oneMessageMsMax): OpenFilter =>
  (expression) => {
    compileSearchFilter(expression); // its faults are said here; what it costs shows only on messages
    if (!existsSync(program)) throw new ServiceError('not-supported', notBuilt);
    return new FilterThread(startThread(program, 'warren-filter', expression), oneMessageMsMax);
  };

class FilterThread implements RunningFilter {
  private asked: { readonly resolve: (answers: readonly boolean[]) => void; readonly reject: (error: Error) => void } | null = null;
  private watchdog: NodeJS.Timeout | undefined;
  private fault: Error | null = null;

  constructor(
    private readonly worker: Worker,
    private readonly oneMessageMsMax: number,
  ) {
    worker.on('message', (news: FilterNews) => this.hear(news));
    worker.on('error', (error: Error & { code?: string }) =>
      this.fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ServiceError('too-large', tooLarge) : error),
    );
    worker.on('exit', () => this.fail(new Error('The thread of a filter ended.')));
  }

  ask(messages: readonly SearchedMessage[]): Promise<readonly boolean[]> {
    if (messages.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      if (this.fault !== null) return reject(this.fault);
      this.asked = { resolve, reject };
      this.watch();
      this.worker.postMessage({ messages: messages.map(toPlain) } satisfies FilterQuestion);
    });
  }

  close(): void {
    this.fail(new Error('The filter was closed.'));
    void this.worker.terminate();
  }

  private hear(news: FilterNews): void {
    if (news.type === 'evaluating') {
      this.watch();
      return;
    }
    clearTimeout(this.watchdog);
    this.asked?.resolve(news.answers);
    this.asked = null;
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.fail(new ServiceError('invalid-input', tooSlow(this.oneMessageMsMax)));
      void this.worker.terminate();
    }, this.oneMessageMsMax).unref();
  }

  private fail(error: Error): void {
    clearTimeout(this.watchdog);
    this.fault ??= error;
    this.asked?.reject(this.fault);
    this.asked = null;
  }
}

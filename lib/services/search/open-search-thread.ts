import { existsSync } from 'node:fs';
import { searchLimits } from './search-limits';
import type { SearchNews, SearchOrder } from './search-news';
import { startThread } from './start-thread';

export type SearchThread = {
  /** Nothing is heard after this; what it holds of the broker is given back. */
  readonly end: () => void;
};
export type OpenSearchThread = (order: SearchOrder, hear: (news: SearchNews) => void) => SearchThread;

const notBuilt = 'The program of searches is missing. Stop Warren and run npm start, which builds it.';
const tooSlow = `The filter needed more than ${searchLimits.oneMessageMsMax / 1000} s for one message and was ended. Make it simpler.`;
const tooLarge = 'The search needed more memory than it may have and was ended. Narrow it to fewer queues, or make the filter simpler.';
const crashed = 'The search ended unexpectedly. Start it again.';

/** Runs searches as threads of `program`; each ends by itself, when told to, or when one message takes too long. */
export const searchThreads =
  (program: string, onFault: (error: unknown) => void): OpenSearchThread =>
  (order, hear) => {
    let isOver = false;
    let watchdog: NodeJS.Timeout | undefined;
    const say = (news: SearchNews) => {
      if (isOver) return;
      clearTimeout(watchdog);
      isOver = news.type === 'failed' || news.type === 'completed';
      if (news.type === 'evaluating') watchdog = setTimeout(() => overdue(), searchLimits.oneMessageMsMax).unref();
      hear(news);
    };
    const { reader } = order.recipe;
    if (!existsSync(program)) {
      reader?.close();
      queueMicrotask(() => say({ type: 'failed', sentence: notBuilt }));
      return { end: () => {} };
    }
    const worker = startThread(program, 'warren-search', order, reader === null ? [] : [reader]);
    const overdue = () => {
      say({ type: 'failed', sentence: tooSlow });
      void worker.terminate();
    };
    worker.on('message', say);
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isMemory) onFault(error);
      say({ type: 'failed', sentence: isMemory ? tooLarge : crashed });
    });
    worker.on('exit', () => say({ type: 'failed', sentence: crashed }));
    return {
      end: () => {
        isOver = true;
        clearTimeout(watchdog);
        worker.postMessage('stop');
        const grace = setTimeout(() => void worker.terminate(), searchLimits.stopGraceMs).unref();
        worker.once('exit', () => clearTimeout(grace));
      },
    };
  };

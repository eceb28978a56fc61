import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../base/assert';
import { compileSearchFilter } from './compile-filter';
import type { FilterNews, FilterQuestion } from './filter-news';
import { searchLimits } from './search-limits';
import { fromPlain } from './searched-message';

/*
 * The program of a filter's thread, bundled to dist/search/filter-thread.mjs: it is given messages and says which of them are
 * meant, so that a filter that never ends holds up nobody and can be ended from outside.
 */

// A field that is missing is an error for each message that lacks it; its stack is never read, and costs more than the rest.
Error.stackTraceLimit = 0;

const port = parentPort;
assert(port, 'this program runs as a thread of the console');
const isMeant = compileSearchFilter(String(workerData));
const tell = (news: FilterNews): void => port.postMessage(news);

port.on('message', ({ messages }: FilterQuestion) => {
  let aliveAtMs = performance.now();
  const answers = messages.map((message) => {
    if (performance.now() - aliveAtMs >= searchLimits.aliveIntervalMs) {
      tell({ type: 'evaluating' });
      aliveAtMs = performance.now();
    }
    return isMeant(fromPlain(message));
  });
  tell({ type: 'answers', answers });
});

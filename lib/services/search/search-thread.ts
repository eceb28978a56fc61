import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../base/assert';
import { createConnector } from '../../connectors/registry';
import { runSearch } from './run-search';
import { searchLimits } from './search-limits';
import type { SearchNews, SearchOrder } from './search-news';

/*
 * The program of a search's thread, bundled to dist/search/search-thread.mjs: a connection of its own to the broker, so that
 * neither reading nor filtering ever holds up the console, and a filter that never ends can be ended from outside.
 */

// A field that is missing is an error for each message that lacks it; its stack is never read, and costs more than the rest.
Error.stackTraceLimit = 0;

const port = parentPort;
assert(port, 'this program runs as a thread of the console');
const order = workerData as SearchOrder;
const stopping = new AbortController();
const { kind, config, reader } = order.recipe;
const connector = createConnector(kind, config, reader);
const tell = (news: SearchNews): void => port.postMessage(news);

port.on('message', () => stopping.abort());
try {
  await runSearch(connector, order, tell, stopping.signal);
} finally {
  const bounded = setTimeout(() => process.exit(), searchLimits.stopGraceMs); // ends this thread, not the console
  await connector.close();
  clearTimeout(bounded);
  port.close();
}

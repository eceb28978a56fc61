import { getHeapStatistics } from 'node:v8';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { notFound } from '../http/http-error';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { nodeRow } from '../shapes/node-row';

const access = 'monitoring';

function requireThisNode(call: Call): void {
  if (call.parameter('node') !== call.broker.nodeName) throw notFound();
}

const list = (call: Call) =>
  listAnswer(call, { items: [call.broker], nameOf: (broker) => broker.nodeName, row: (broker) => nodeRow(broker, call.statistics) });

function get(call: Call) {
  requireThisNode(call);
  return objectAnswer(call, nodeRow(call.broker, call.statistics));
}

/** Where the memory is, as far as V8 knows; `total.rss` is the whole process. */
function memory(call: Call) {
  requireThisNode(call);
  const heap = getHeapStatistics();
  const usage = process.memoryUsage();
  return json({
    memory: {
      heap_used: heap.used_heap_size,
      heap_reserved: heap.total_heap_size - heap.used_heap_size,
      buffers: usage.arrayBuffers,
      external: Math.max(0, usage.external - usage.arrayBuffers),
      strategy: 'rss',
      total: { rss: usage.rss, allocated: heap.total_heap_size + usage.external },
    },
  });
}

function attempts(call: Call) {
  requireThisNode(call);
  return json(
    call.broker.accounts.attempts.list().map(({ protocol, succeeded, failed }) => ({
      protocol,
      auth_attempts: succeeded + failed,
      auth_attempts_failed: failed,
      auth_attempts_succeeded: succeeded,
    })),
  );
}

function resetAttempts(call: Call) {
  requireThisNode(call);
  call.broker.accounts.attempts.reset();
  return noContent();
}

export const nodeResources: readonly Resource[] = [
  { path: '/api/nodes', methods: { GET: { access, handle: list } } },
  { path: '/api/nodes/:node', methods: { GET: { access, handle: get } } },
  { path: '/api/nodes/:node/memory', methods: { GET: { access, handle: memory } } },
  {
    path: '/api/auth/attempts/:node',
    methods: { GET: { access, handle: attempts }, DELETE: { access: 'administrator', handle: resetAttempts } },
  },
  // Attempts are not told apart by where they come from.
  { path: '/api/auth/attempts/:node/source', methods: { GET: { access, handle: () => json([]) } } },
];

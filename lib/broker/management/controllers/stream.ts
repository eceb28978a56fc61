import type { Resource } from '../http/router';
import { counterStream } from '../snapshot/counter-stream';

export const streamResources: readonly Resource[] = [
  { path: '/api/stream/counters', methods: { GET: { access: 'management', handle: counterStream } } },
];

import type { Resource } from '../http/router';
import { snapshotAnswer } from '../snapshot/snapshot-answer';

export const snapshotResources: readonly Resource[] = [
  { path: '/api/snapshot', methods: { GET: { access: 'management', handle: snapshotAnswer } } },
];

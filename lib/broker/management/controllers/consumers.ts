import type { Call } from '../http/call';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { consumerRow, consumersOf } from '../shapes/consumer-row';
import { visibleConnections } from '../visible-connections';

const access = 'management';

const list = (call: Call) =>
  listAnswer(call, {
    items: [...consumersOf(visibleConnections(call))],
    nameOf: ({ consumer }) => consumer.tag,
    row: (located) => consumerRow(located, call.broker),
  });

export const consumerResources: readonly Resource[] = [
  { path: '/api/consumers', methods: { GET: { access, handle: list } } },
  { path: '/api/consumers/:vhost', methods: { GET: { access, handle: list } } },
];

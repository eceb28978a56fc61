import { mayMonitor } from '../../auth/user';
import { compatibility, extensionNames } from '../compatibility';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { overviewRow } from '../shapes/overview';
import { withSamples } from '../shapes/with-samples';

const access = 'management';

function get(call: Call) {
  const seesAll = mayMonitor(call.user);
  const row = overviewRow(call.broker, call.statistics, call.visibleVirtualHosts(), seesAll);
  const queueTotals = { queue_totals: withSamples(call, row.queue_totals, seesAll ? call.statistics.overview : null) };
  return objectAnswer(call, { ...withSamples(call, row, seesAll ? call.statistics.overview : null), ...queueTotals });
}

/** RabbitMQ lists scripts of its pages here, as `{javascript}`; ours are told by name. */
const extensions = () => json(extensionNames.map((name) => ({ name, product: compatibility.productName })));

const version = (call: Call) =>
  json({ version: call.broker.version, product: compatibility.productName, rabbitmq_version: compatibility.rabbitVersion });

export const overviewResources: readonly Resource[] = [
  { path: '/api/overview', methods: { GET: { access, handle: get } } },
  { path: '/api/extensions', methods: { GET: { access, handle: extensions } } },
  { path: '/api/version', methods: { GET: { access, handle: version } } },
  // Nothing here is a flag to be enabled: what the broker can, it does.
  { path: '/api/feature-flags', methods: { GET: { access: 'administrator', handle: () => json([]) } } },
  { path: '/api/deprecated-features', methods: { GET: { access: 'administrator', handle: () => json([]) } } },
  { path: '/api/deprecated-features/used', methods: { GET: { access: 'administrator', handle: () => json([]) } } },
  { path: '/api/auth', methods: { GET: { access, handle: () => json({ oauth_enabled: false }) } } },
  // One node has no leaders to move.
  { path: '/api/rebalance/queues', methods: { POST: { access: 'administrator', handle: () => noContent() } } },
];

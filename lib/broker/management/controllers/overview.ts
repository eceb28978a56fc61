import { mayMonitor } from '../../auth/user';
import { compatibility, extensionNames } from '../compatibility';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { overviewRow } from '../shapes/overview';

const access = 'management';

const get = (call: Call) =>
  objectAnswer(call, overviewRow(call.broker, call.statistics, call.visibleVirtualHosts(), mayMonitor(call.user)));

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

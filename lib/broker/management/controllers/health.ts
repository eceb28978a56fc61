import { json } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest } from '../http/http-error';
import type { Handler, Resource } from '../http/router';

const access = 'management';
const ok = () => json({ status: 'ok' });
const failed = (value: object) => json({ status: 'failed', ...value }, 503);

function alarms(call: Call) {
  const { hasMemoryAlarm, hasDiskAlarm } = call.broker.alarms;
  const raised = [...(hasMemoryAlarm ? ['memory'] : []), ...(hasDiskAlarm ? ['disk'] : [])];
  if (raised.length === 0) return ok();
  return failed({ reason: 'There are alarms in effect', alarms: raised.map((resource) => ({ node: call.broker.nodeName, resource })) });
}

function portListener(call: Call) {
  const port = Number(call.parameter('port'));
  if (!Number.isInteger(port)) throw badRequest('the port is not a number');
  const ports = call.broker.listeners.map((listener) => listener.port);
  return ports.includes(port) ? json({ status: 'ok', port }) : failed({ reason: 'No active listener', missing: port, ports });
}

/** The names by which clients ask for one protocol. */
const protocolNames: Readonly<Record<string, string>> = {
  amqp091: 'amqp',
  'amqp0-9-1': 'amqp',
  amqp: 'amqp',
  amqps: 'amqp/ssl',
  'amqp091/ssl': 'amqp/ssl',
  'amqp/ssl': 'amqp/ssl',
  http: 'http',
};

function protocolListener(call: Call) {
  const wanted = call.parameter('protocols').split(',');
  const protocols = [...new Set<string>(call.broker.listeners.map((listener) => listener.protocol))];
  const found = wanted.map((name) => protocolNames[name] ?? name).find((name) => protocols.includes(name));
  if (found !== undefined) return json({ status: 'ok', protocol: found });
  return failed({ reason: 'No active listener', missing: call.parameter('protocols'), protocols });
}

const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 31, year: 366 };
const dayMs = 86_400_000;

function certificateExpiration(call: Call) {
  const days = unitDays[call.parameter('unit').replace(/s$/, '')];
  const count = Number(call.parameter('within'));
  if (days === undefined) throw badRequest('Time unit not recognised. Supported units: days, weeks, months, years.');
  if (!Number.isInteger(count) || count < 0) throw badRequest('Invalid expiration duration.');
  const endsBeforeMs = Date.now() + count * days * dayMs;
  const expiring = call.broker.listeners.filter(
    ({ certificateEndsAtMs }) => certificateEndsAtMs !== null && certificateEndsAtMs < endsBeforeMs,
  );
  if (expiring.length === 0) return ok();
  return failed({
    reason: 'Certificates expiring',
    expired: expiring.map(({ address, port, protocol, certificateEndsAtMs }) => ({
      node: call.broker.nodeName,
      interface: address,
      port,
      protocol,
      certificate_expires_on: new Date(certificateEndsAtMs ?? 0).toISOString(),
    })),
  });
}

/** Publishing would be refused: the broker is up, but not for clients. */
function readyToServe(call: Call) {
  const reason = call.broker.store.refusal;
  return reason === null ? ok() : failed({ reason });
}

function aliveness(call: Call) {
  call.virtualHost();
  return readyToServe(call);
}

const singleNode = () => json({ status: 'ok', reason: 'single node cluster' });
const check = (path: string, handle: Handler): Resource => ({ path: `/api/${path}`, methods: { GET: { access, handle } } });

export const healthResources: readonly Resource[] = [
  check('health/checks/alarms', alarms),
  check('health/checks/local-alarms', alarms),
  check('health/checks/virtual-hosts', ok),
  check('health/checks/is-in-service', ok),
  check('health/checks/ready-to-serve-clients', readyToServe),
  check('health/checks/below-node-connection-limit', ok),
  check('health/checks/node-is-quorum-critical', singleNode),
  check('health/checks/node-is-mirror-sync-critical', singleNode),
  check('health/checks/reached-target-cluster-size', ok),
  check('health/checks/metadata-store/initialized', ok),
  check('health/checks/metadata-store/initialized/with-data', ok),
  check('health/checks/port-listener/:port', portListener),
  check('health/checks/protocol-listener/:protocols', protocolListener),
  check('health/checks/certificate-expiration/:within/:unit', certificateExpiration),
  check('health/checks/quorum-queues-without-elected-leaders/all-vhosts', ok),
  check('health/checks/quorum-queues-without-elected-leaders/all-vhosts/pattern/:pattern', ok),
  check('health/checks/quorum-queues-without-elected-leaders/vhost/:vhost', ok),
  check('health/checks/quorum-queues-without-elected-leaders/vhost/:vhost/pattern/:pattern', ok),
  check('aliveness-test/:vhost', aliveness),
  check('healthchecks/node', readyToServe),
  check('healthchecks/node/:node', readyToServe),
];

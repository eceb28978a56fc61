import { toPlainTable, toPlainValue } from '../../../model/field-table-plain';
import { octets, type Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import type { ManagedConnection } from '../managed-connection';
import { details } from './message-stats';

export function connectionRow(connection: ManagedConnection, broker: ManagedBroker, statistics: Statistics): JsonObject {
  const window = statistics.of(connection)?.window;
  const { tls } = connection;
  const ownName = connection.clientProperties.find(({ key }) => key === 'connection_name');
  return {
    name: connection.name,
    vhost: connection.virtualHost,
    user: connection.user,
    user_who_performed_action: connection.user,
    ...(ownName && { user_provided_name: toPlainValue(ownName.value) }),
    type: 'network',
    protocol: 'AMQP 0-9-1',
    state: connection.state,
    node: broker.nodeName,
    host: connection.host,
    port: connection.port,
    peer_host: connection.peerHost,
    peer_port: connection.peerPort,
    auth_mechanism: connection.authMechanism,
    channel_max: connection.channelMax,
    frame_max: connection.frameMaxBytes,
    timeout: connection.heartbeatSeconds,
    channels: connection.channels.size,
    connected_at: connection.connectedAtMs,
    client_properties: toPlainTable(connection.clientProperties),
    recv_oct: connection.receivedBytes,
    recv_oct_details: details(window?.rate(octets.received) ?? 0),
    recv_cnt: connection.receivedCount,
    send_oct: connection.sentBytes,
    send_oct_details: details(window?.rate(octets.sent) ?? 0),
    send_cnt: connection.sentCount,
    send_pend: connection.pendingBytes,
    ssl: tls !== null,
    ssl_protocol: tls?.protocol ?? null,
    ssl_cipher: tls?.cipher ?? null,
    ssl_hash: null,
    ssl_key_exchange: null,
    peer_cert_subject: tls?.peerSubject ?? null,
    peer_cert_issuer: tls?.peerIssuer ?? null,
    peer_cert_validity: tls?.peerValidity ?? null,
  };
}

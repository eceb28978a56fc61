import type { TypedTable, TypedValue } from '../../model/field-table';

const text = (value: string): TypedValue => ({ type: 'string', value });
const yes: TypedValue = { type: 'boolean', value: true };

/** Clients look here before they use an extension: pika refuses confirm.select without `publisher_confirms`. */
const capabilities: TypedTable = [
  'publisher_confirms',
  'exchange_exchange_bindings',
  'basic.nack',
  'consumer_cancel_notify',
  'connection.blocked',
  'consumer_priorities',
  'authentication_failure_close',
  'per_consumer_qos',
  'direct_reply_to',
].map((key) => ({ key, value: yes }));

export function serverProperties(version: string, clusterName: string): TypedTable {
  return [
    { key: 'capabilities', value: { type: 'table', value: capabilities } },
    { key: 'cluster_name', value: text(clusterName) },
    { key: 'copyright', value: text('Copyright the Warren authors') },
    { key: 'information', value: text('Licensed under the Apache License, Version 2.0') },
    { key: 'platform', value: text(`Node.js ${process.versions.node}`) },
    { key: 'product', value: text('Warren') },
    { key: 'version', value: text(version) },
  ];
}

'use client';

import { Facts } from '@/components/ui/facts';
import { CopyButton } from '@/components/ui/mono-name';
import { ExactTime } from '@/components/ui/relative-time';
import type { MessageProperties } from '@/lib/model/message';

const rows: readonly { readonly key: Exclude<keyof MessageProperties, 'headers' | 'timestamp'>; readonly label: string }[] = [
  { key: 'contentType', label: 'Content type' },
  { key: 'contentEncoding', label: 'Content encoding' },
  { key: 'deliveryMode', label: 'Delivery mode' },
  { key: 'priority', label: 'Priority' },
  { key: 'messageId', label: 'Message id' },
  { key: 'correlationId', label: 'Correlation id' },
  { key: 'replyTo', label: 'Reply to' },
  { key: 'expiration', label: 'Expiration' },
  { key: 'type', label: 'Type' },
  { key: 'userId', label: 'User id' },
  { key: 'appId', label: 'App id' },
  { key: 'clusterId', label: 'Cluster id' },
];

/** AMQP's properties that the publisher set; what it left out is left out here too. */
export function PropertiesFacts({ properties }: { properties: MessageProperties }) {
  const facts = rows.flatMap(({ key, label }) => {
    const value = properties[key];
    return value === undefined ? [] : [{ key, label, value: <PropertyValue property={key} value={String(value)} label={label} /> }];
  });
  const timestamp =
    properties.timestamp === undefined
      ? []
      : [{ key: 'timestamp', label: 'Timestamp', value: <Timestamp seconds={properties.timestamp} /> }];
  const all = [...facts, ...timestamp];
  if (all.length === 0) return <p className="text-ink-faint">The publisher set no properties.</p>;
  return <Facts facts={all} />;
}

function PropertyValue({ property, value, label }: { property: string; value: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="font-mono break-all">{value}</span>
      {property === 'deliveryMode' ? <span className="text-ink-muted">{value === '2' ? 'persistent' : 'transient'}</span> : null}
      {property === 'expiration' ? <span className="text-ink-muted">ms</span> : null}
      {property === 'deliveryMode' || property === 'priority' ? null : <CopyButton text={value} label={`Copy ${label.toLowerCase()}`} />}
    </span>
  );
}

const msMax = 8_640_000_000_000_000; // the last moment that Date knows

function Timestamp({ seconds }: { seconds: string }) {
  const atMs = Number(seconds) * 1000;
  if (!Number.isFinite(atMs) || Math.abs(atMs) > msMax) return <span className="font-mono">{seconds} s</span>;
  return <ExactTime atMs={atMs} />;
}

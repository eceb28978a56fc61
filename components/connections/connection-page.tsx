'use client';

import { Cable, Unplug } from 'lucide-react';
import { useMemo, useState } from 'react';
import { PageBody } from '@/components/shell/page-body';
import { PageSkeleton } from '@/components/shell/page-skeleton';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { type Fact, Facts } from '@/components/ui/facts';
import { PageHeader } from '@/components/ui/page-header';
import { tableFacts } from '@/components/ui/plain-table-facts';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { Term } from '@/components/ui/term';
import { pagePath } from '@/lib/model/page-path';
import { ABSENT, formatBytes, formatCounted } from '@/lib/model/quantity';
import type { Connection } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { CloseConnectionDialog } from './close-connection-dialog';
import { ConnectionChannels } from './connection-channels';
import { ConnectionState } from './connection-columns';

const perSecond = (bytes: number | null): string => (bytes === null ? ABSENT : `${formatBytes(Math.round(bytes))}/s`);

const factsOf = (connection: Connection): readonly Fact[] => [
  { key: 'state', label: 'State', value: <ConnectionState state={connection.state} /> },
  { key: 'peer', label: 'From', value: <span className="font-mono">{connection.peer}</span> },
  { key: 'user', label: 'User', value: <span className="font-mono">{connection.user}</span> },
  {
    key: 'vhost',
    label: <Term word="virtual host">Virtual host</Term>,
    value: <span className="font-mono">{connection.virtualHost}</span>,
  },
  { key: 'protocol', label: 'Protocol', value: `${connection.protocol}${connection.isTls ? ', TLS' : ', not encrypted'}` },
  {
    key: 'since',
    label: 'Connected',
    value: connection.connectedAtMs === null ? ABSENT : <RelativeTime atMs={connection.connectedAtMs} />,
  },
  {
    key: 'heartbeat',
    label: <Term word="heartbeat">Heartbeat</Term>,
    value: connection.heartbeatSeconds === null ? ABSENT : `${connection.heartbeatSeconds} s`,
  },
  { key: 'frame', label: <Term word="frame max">Frame max</Term>, value: formatBytes(connection.frameMaxBytes) },
  { key: 'in', label: 'Received', value: `${formatBytes(connection.receivedBytes)}, ${perSecond(connection.receivedBytesPerSecond)}` },
  { key: 'out', label: 'Sent', value: `${formatBytes(connection.sentBytes)}, ${perSecond(connection.sentBytesPerSecond)}` },
];

/** One client connection: who it is, what it does, its channels. */
export function ConnectionPage({ broker, name }: { broker: string; name: string }) {
  const connections = useLiveRows(broker, 'connections');
  const [isClosing, setIsClosing] = useState(false);
  const reason = useWhyNot('connection.close');
  const connection = useMemo(() => connections?.find((each) => each.name === name), [connections, name]);
  if (!connections) return <PageSkeleton />;
  if (!connection)
    return (
      <EmptyState
        icon={Cable}
        title="This connection has ended"
        action={<ButtonLink href={pagePath([broker, 'connections'])}>All connections</ButtonLink>}
      >
        The client left, or the connection was closed. Its messages without acknowledgement are back in their queues.
      </EmptyState>
    );
  const closeButton = (
    <Button icon={Unplug} onClick={() => setIsClosing(true)} disabledReason={reason}>
      Close …
    </Button>
  );
  return (
    <>
      <PageHeader
        title={<span className="font-mono break-all">{connection.clientName ?? connection.name}</span>}
        sentence={`${formatCounted(connection.channelCount, 'channel')}, connected from ${connection.peer} as ${connection.user}.`}
        actions={closeButton}
      />
      <PageBody>
        <ConnectionChannels broker={broker} connectionName={name} />
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Section title="Connection">
            <Facts facts={factsOf(connection)} />
          </Section>
          <Section title="What the client says of itself">
            <Facts facts={tableFacts(connection.clientProperties)} />
          </Section>
        </div>
      </PageBody>
      {isClosing ? <CloseConnectionDialog broker={broker} connections={[connection]} onClose={() => setIsClosing(false)} /> : null}
    </>
  );
}

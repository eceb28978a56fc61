'use client';

import dynamic from 'next/dynamic';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { formatJson } from '@/lib/model/json-tree';
import type { BrowsedMessage } from '@/lib/model/message';
import type { DecodedBody } from '@/lib/model/message-body';
import { treeOfTable } from '@/lib/model/typed-text';
import type { QueuePlace } from '@/lib/queries/messages';
import { useDecodedBody } from './decoded-body';
import { useQueueSchemas } from './queue-schemas';

const CompareEditor = dynamic(() => import('./compare-editor'), { ssr: false, loading: () => <Skeleton className="h-[420px] w-full" /> });

/** Two messages side by side, what differs marked: address, properties, headers and the decoded body. */
export function CompareDialog({
  first,
  second,
  place,
  onClose,
}: {
  first: BrowsedMessage;
  second: BrowsedMessage;
  place: QueuePlace;
  onClose: () => void;
}) {
  const schemas = useQueueSchemas(place);
  const firstBody = useDecodedBody(first, schemas);
  const secondBody = useDecodedBody(second, schemas);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      width="wide"
      title="Compare two messages"
      description={`Position ${first.position + 1} on the left, position ${second.position + 1} on the right.`}
    >
      {firstBody && secondBody ? (
        <CompareEditor first={textOf(first, firstBody)} second={textOf(second, secondBody)} />
      ) : (
        <Skeleton className="h-[420px] w-full" />
      )}
    </Dialog>
  );
}

function textOf(message: BrowsedMessage, body: DecodedBody): string {
  const { headers = [], ...properties } = message.properties;
  return [
    `exchange: ${message.exchange || '(default)'}`,
    `routing key: ${message.routingKey}`,
    ...Object.entries(properties).map(([key, value]) => `${key}: ${value}`),
    '',
    `headers: ${formatJson(treeOfTable(headers))}`,
    '',
    body.tree ? formatJson(body.tree) : (body.text ?? `${body.bytes.length} bytes that are no text`),
  ].join('\n');
}

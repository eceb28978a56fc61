'use client';

import { Download } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/mono-name';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import type { BodySchema } from '@/lib/model/body-schema';
import { formatJson } from '@/lib/model/json-tree';
import type { BrowsedMessage } from '@/lib/model/message';
import type { DecodedBody } from '@/lib/model/message-body';
import { formatBytes } from '@/lib/model/quantity';
import { formatXml } from '@/lib/model/xml-text';
import { useDecodedBody } from './decoded-body';
import { HexView } from './hex-view';
import { JsonTreeView } from './json-tree-view';
import { TextView } from './text-view';

const formatWords: Record<DecodedBody['format'], string> = {
  empty: 'empty',
  json: 'JSON',
  xml: 'XML',
  text: 'text',
  messagepack: 'MessagePack',
  avro: 'Avro',
  protobuf: 'Protobuf',
  hex: 'bytes',
};

type View = 'tree' | 'text' | 'hex';

/** What can be shown of this body, the best first. */
function viewsOf(body: DecodedBody): readonly View[] {
  return [...(body.tree ? (['tree'] as const) : []), ...(textOf(body) === null ? [] : (['text'] as const)), 'hex'];
}

/** What the text view shows and Copy copies: indented where that is possible. */
function textOf(body: DecodedBody): string | null {
  if (body.tree !== null) return formatJson(body.tree);
  if (body.text === null) return null;
  return body.format === 'xml' ? (formatXml(body.text) ?? body.text) : body.text;
}

export type BodyViewProps = {
  message: Pick<BrowsedMessage, 'bodyBase64' | 'bodySizeBytes' | 'properties'>;
  /** Those of the queue; undefined until they are known. */
  schemas: readonly BodySchema[] | undefined;
  /** Loads the rest of a cut body; absent where the broker can't give it. */
  onLoadAll?: (() => void) | undefined;
  isLoadingAll?: boolean;
  downloadHref?: string | null;
  /** Where this queue gets a schema; null for those who may not give it one. */
  schemasHref?: string | null;
};

const loadedBytesOf = (base64: string): number =>
  Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);

/** Only its beginning is loaded. */
export const isBodyCut = (message: BodyViewProps['message']): boolean => loadedBytesOf(message.bodyBase64) < message.bodySizeBytes;

/** A body as what it is: folding tree, text or bytes, with its true size and what had to be done to read it. */
export function BodyView({ message, schemas, onLoadAll, isLoadingAll = false, downloadHref = null, schemasHref = null }: BodyViewProps) {
  const body = useDecodedBody(message, schemas);
  const [chosen, setChosen] = useState<View | null>(null);
  const views = useMemo(() => (body === null ? [] : viewsOf(body)), [body]);
  const view = chosen !== null && views.includes(chosen) ? chosen : views[0];
  const loadedBytes = loadedBytesOf(message.bodyBase64);
  const isCut = isBodyCut(message);
  const text = useMemo(() => (body === null ? null : textOf(body)), [body]);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {body ? <Badge>{formatWords[body.format]}</Badge> : <Skeleton className="h-5 w-12" />}
        {body?.decoder === undefined ? null : <span className="text-small">{body.decoder}</span>}
        <span className="text-small text-ink-muted">{formatBytes(message.bodySizeBytes)}</span>
        <span className="flex-1" />
        {views.length > 1 && view ? (
          <SegmentedControl
            ariaLabel="Show the body as"
            value={view}
            onChange={setChosen}
            options={views.map((value) => ({ value, label: viewWords[value] }))}
          />
        ) : null}
        {text === null ? null : <CopyButton text={text} label="Copy the body" />}
        {downloadHref === null ? null : (
          <a
            href={downloadHref}
            download
            className="inline-flex size-6 items-center justify-center rounded-base text-ink-muted hover:bg-hover"
            aria-label="Download the body’s bytes"
          >
            <Download aria-hidden className="size-3.5" />
          </a>
        )}
      </div>
      {isCut ? (
        <p className="flex flex-wrap items-center gap-2 rounded-base bg-sunken px-2 py-1 text-small">
          <span>
            The first {formatBytes(loadedBytes)} of {formatBytes(message.bodySizeBytes)} are loaded.
          </span>
          {onLoadAll ? (
            <Button size="small" isBusy={isLoadingAll} onClick={onLoadAll}>
              Load all
            </Button>
          ) : null}
        </p>
      ) : null}
      {body?.notes.map((note) => (
        <p key={note} className="text-small text-ink-muted">
          {note}
        </p>
      ))}
      {body?.format === 'hex' && body.decoder === undefined && schemasHref !== null ? (
        <p className="text-small text-ink-muted">
          If these bytes are Avro or Protobuf,{' '}
          <Link href={schemasHref} className="text-accent underline">
            give this queue their schema
          </Link>
          .
        </p>
      ) : null}
      <div className="min-w-0 rounded-base border bg-canvas p-2">
        <BodyContent body={body} view={view} text={text} />
      </div>
    </div>
  );
}

const viewWords: Record<View, string> = { tree: 'Tree', text: 'Text', hex: 'Hex' };

function BodyContent({ body, view, text }: { body: DecodedBody | null; view: View | undefined; text: string | null }) {
  if (body === null) return <Skeleton className="h-24 w-full" />;
  if (body.format === 'empty') return <span className="text-ink-faint">The body is empty.</span>;
  if (view === 'tree' && body.tree) return <JsonTreeView node={body.tree} />;
  if (view === 'text' && text !== null) return <TextView text={text} label="Body as text" />;
  return <HexView bytes={body.bytes} />;
}

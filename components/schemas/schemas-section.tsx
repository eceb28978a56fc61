'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileUp, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { notifyError, notifyUndo } from '@/components/ui/toast';
import { type BodySchema, bodySchemaWords } from '@/lib/model/body-schema';
import { errorSentence } from '@/lib/queries/client';
import type { QueuePlace } from '@/lib/queries/messages';
import { deleteSchema, saveSchema, schemaKey, useBodySchemas } from '@/lib/queries/schemas';
import { useWhyNot } from '@/lib/queries/session';

const SchemaDialog = dynamic(() => import('./schema-dialog').then((module) => module.SchemaDialog), { ssr: false });

/** The Avro and Protobuf schemas by which bodies of this queue are read. */
export function SchemasSection({ place }: { place: QueuePlace }) {
  const client = useQueryClient();
  const schemas = useBodySchemas(place);
  const whyNot = useWhyNot('schema.manage');
  const [edited, setEdited] = useState<BodySchema | 'new' | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: schemaKey(place) });
  async function remove(schema: BodySchema) {
    try {
      const deleted = await deleteSchema(place, schema.id);
      await refresh();
      notifyUndo(`Deleted the schema ${schema.name}.`, async () => {
        await saveSchema(place, deleted);
        await refresh();
      });
    } catch (error) {
      notifyError(error);
    }
  }
  return (
    <Section title="Schemas of bodies">
      <div className="flex flex-col items-start gap-3">
        {schemas.error ? <Notice tone="danger">{errorSentence(schemas.error)}</Notice> : null}
        {schemas.data?.length === 0 ? (
          <p className="text-ink-muted">
            None. Bodies in Avro or Protobuf don’t say what they hold; with their schema they are shown as a tree.
          </p>
        ) : null}
        <ul className="flex w-full flex-col">
          {schemas.data?.map((schema) => (
            <SchemaRow
              key={schema.id}
              schema={schema}
              whyNot={whyNot}
              onReplace={() => setEdited(schema)}
              onDelete={() => void remove(schema)}
            />
          ))}
        </ul>
        <Button size="small" icon={FileUp} disabledReason={whyNot} onClick={() => setEdited('new')}>
          Add a schema…
        </Button>
      </div>
      {edited === null ? null : (
        <SchemaDialog
          place={place}
          replaced={edited === 'new' ? null : edited}
          onSaved={() => void refresh()}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function SchemaRow({
  schema,
  whyNot,
  onReplace,
  onDelete,
}: {
  schema: BodySchema;
  whyNot: string | null;
  onReplace: () => void;
  onDelete: () => void;
}) {
  return (
    <li className="flex items-center gap-2 border-b border-line/60 py-1.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="break-all">
          <span className="font-mono">{schema.name}</span>{' '}
          <span className="text-ink-muted">
            {bodySchemaWords[schema.shape.format]} <span className="font-mono">{schema.rootType}</span>
          </span>
        </p>
        <p className="text-small text-ink-muted">
          {schema.contentType === null ? 'for every body' : `for bodies of ${schema.contentType}`} · {schema.changedBy},{' '}
          <RelativeTime atMs={schema.changedAtMs} />
        </p>
      </div>
      <Button size="small" disabledReason={whyNot} onClick={onReplace}>
        Replace…
      </Button>
      <IconButton size="small" label={`Delete the schema ${schema.name}`} icon={Trash2} disabledReason={whyNot} onClick={onDelete} />
    </li>
  );
}

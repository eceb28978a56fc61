'use client';

import { WrapText } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { formatJson, parseJson } from '@/lib/model/json-tree';
import { formatBytes } from '@/lib/model/quantity';
import type { MessageForm } from './message-form';

const BodyEditor = dynamic(() => import('./body-editor'), { ssr: false, loading: () => <Skeleton className="h-[220px] w-full" /> });

/** The body with its size, checked while one types where its content type says JSON. */
export function BodySection({ form, fault, onChange }: { form: MessageForm; fault: string | null; onChange: (form: MessageForm) => void }) {
  const isJson = /json/i.test(form.properties.contentType ?? '');
  const parsed = isJson && form.body !== '' ? parseJson(form.body) : null;
  const bytes = new TextEncoder().encode(form.body).length;
  return (
    <Section
      title={<span id="message-body">Body</span>}
      actions={
        <>
          <span className="text-small text-ink-muted">{formatBytes(bytes)}</span>
          {isJson ? (
            <Button
              size="small"
              icon={WrapText}
              disabledReason={parsed === null ? 'There is no body yet.' : parsed.ok ? null : 'The JSON is not valid yet.'}
              onClick={() => parsed?.ok && onChange({ ...form, body: formatJson(parsed.node) })}
            >
              Tidy up
            </Button>
          ) : null}
        </>
      }
    >
      <BodyEditor
        value={form.body}
        language={isJson ? 'json' : /xml/i.test(form.properties.contentType ?? '') ? 'xml' : 'text'}
        labelledBy="message-body"
        onChange={(body) => onChange({ ...form, body })}
      />
      <p aria-live="polite" className="min-h-5 pt-1 text-small text-danger">
        {fault}
      </p>
    </Section>
  );
}

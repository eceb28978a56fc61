'use client';

import { Dialog } from '@/components/ui/dialog';
import { Facts } from '@/components/ui/facts';
import { Notice } from '@/components/ui/notice';
import { ExactTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { AuditEntry } from '@/lib/model/console';
import { OutcomeBadge } from './outcome-badge';
import { valueChanges } from './value-changes';

function Changes({ entry }: { entry: AuditEntry }) {
  const changes = valueChanges(entry.before, entry.after);
  if (changes.length === 0) return <p className="text-ink-muted">Nothing was changed.</p>;
  return (
    <table className="w-full table-fixed border-collapse">
      <thead className="text-small text-ink-muted">
        <tr className="border-b [&>th]:px-1 [&>th]:py-1 [&>th]:text-left [&>th]:font-normal">
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody className="font-mono text-small">
        {changes.map((change) => (
          <tr
            key={change.path}
            className="border-b border-line/60 align-top [&>*]:px-1 [&>*]:py-1 [&>*]:text-left [&>*]:font-normal [&>*]:break-all"
          >
            <th scope="row" className="text-ink-muted">
              {change.path}
            </th>
            <td className={change.before === null ? 'text-ink-faint' : 'bg-danger-soft'}>{change.before ?? 'absent'}</td>
            <td className={change.after === null ? 'text-ink-faint' : 'bg-good-soft'}>{change.after ?? 'absent'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One entry whole: who, when, what, and what it was before and after. */
export function AuditEntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={<span className="font-mono">{entry.act}</span>}
      description={entry.subject}
      placement="side"
    >
      <div className="flex flex-col gap-4">
        {entry.reason === null ? null : <Notice tone={entry.outcome === 'refused' ? 'warning' : 'danger'}>{entry.reason}</Notice>}
        <Facts
          facts={[
            { key: 'who', label: 'Who', value: `${entry.personName}${entry.personEmail ? `, ${entry.personEmail}` : ''}` },
            { key: 'when', label: 'When', value: <ExactTime atMs={entry.atMs} /> },
            { key: 'outcome', label: 'Outcome', value: <OutcomeBadge outcome={entry.outcome} /> },
            { key: 'broker', label: 'Broker', value: entry.brokerId ?? 'the console itself' },
            { key: 'id', label: 'Entry', value: <span className="font-mono">{entry.id}</span> },
          ]}
        />
        <Section title="Changes">
          <Changes entry={entry} />
        </Section>
      </div>
    </Dialog>
  );
}

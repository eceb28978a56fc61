'use client';

import { KeyRound, Plus, Trash2, Users } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import type { Column, Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { NotPermitted } from '@/components/ui/not-permitted';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { notify } from '@/components/ui/toast';
import type { Person } from '@/lib/model/console';
import { formatCounted } from '@/lib/model/quantity';
import { usePeople, useRemovePerson } from '@/lib/queries/people';
import { useSession, useWhyNot } from '@/lib/queries/session';
import { PersonDialog } from './person-dialog';

const defaultSort: Sort = { column: 'name', direction: 'ascending' };
function PersonName({ person }: { person: Person }) {
  const isMine = useSession().data?.person.id === person.id;
  return (
    <>
      {person.name}
      {isMine ? <span className="ml-2 text-small text-ink-faint">you</span> : null}
    </>
  );
}

const rowKey = (person: Person): string => person.id;
const columns: readonly Column<Person>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 160,
    grow: 1,
    priority: 1,
    filter: 'text',
    value: (person) => person.name,
    cell: (person) => <PersonName person={person} />,
  },
  { id: 'email', header: 'E-mail', width: 200, grow: 2, priority: 2, filter: 'text', value: (person) => person.email },
  {
    id: 'role',
    header: 'Role',
    width: 104,
    priority: 1,
    filter: 'choice',
    value: (person) => person.role,
    cell: ({ role }) => <Badge tone={role === 'admin' ? 'accent' : 'neutral'}>{role}</Badge>,
  },
  {
    id: 'since',
    header: 'Added',
    width: 120,
    align: 'end',
    priority: 3,
    value: (person) => person.createdAtMs,
    cell: ({ createdAtMs }) => <RelativeTime atMs={createdAtMs} />,
  },
];

function RemovePersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const remove = useRemovePerson();
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Remove ${person.name}?`}
      level="danger"
      confirmLabel="Remove account"
      consequences={[`${person.email} is signed out everywhere and can’t sign in any more.`, 'What they did stays in the audit log.']}
      onConfirm={async () => {
        await remove.mutateAsync(person.id);
        notify(`Removed ${person.name}.`);
      }}
    />
  );
}

/** Accounts and their roles; admins only. */
export function PeoplePage() {
  const reason = useWhyNot('account.manage');
  const people = usePeople();
  const mine = useSession().data?.person.id;
  const [dialog, setDialog] = useQueryState('dialog', parseAsStringLiteral(['new'] as const));
  const [edited, setEdited] = useState<Person | null>(null);
  const [removed, setRemoved] = useState<Person | null>(null);
  if (reason !== null) return <NotPermitted reason={reason} />;
  const addButton = (
    <Button icon={Plus} variant="primary" onClick={() => void setDialog('new')}>
      New person
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title="People"
        sentence={people.data ? `${formatCounted(people.data.length, 'person has', 'people have')} an account.` : 'Loading the accounts.'}
        actions={addButton}
      />
      <DataTable
        id="people"
        label="People"
        rows={people.data}
        rowKey={rowKey}
        columns={columns}
        error={people.error}
        onRetry={() => void people.refetch()}
        defaultSort={defaultSort}
        onOpen={setEdited}
        rowMenu={(person) => [
          { label: 'Change …', icon: KeyRound, onSelect: () => setEdited(person) },
          {
            label: 'Remove …',
            icon: Trash2,
            isDanger: true,
            onSelect: () => setRemoved(person),
            disabledReason: person.id === mine ? 'This is your own account; another admin can remove it.' : null,
          },
        ]}
        empty={
          <EmptyState icon={Users} title="No accounts" action={addButton}>
            Everybody who uses the console has an account of their own, so that the audit log can say who did what.
          </EmptyState>
        }
      />
      {edited || dialog === 'new' ? (
        <PersonDialog
          key={edited?.id ?? 'new'}
          person={edited}
          onClose={() => {
            setEdited(null);
            void setDialog(null);
          }}
        />
      ) : null}
      {removed ? <RemovePersonDialog person={removed} onClose={() => setRemoved(null)} /> : null}
    </div>
  );
}

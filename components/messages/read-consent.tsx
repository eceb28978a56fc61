'use client';

import { Eye } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { Intrusiveness } from '@/lib/model/message';
import { formatCount } from '@/lib/model/quantity';

/** Before a read that leaves traces: what it will change, in words, and the button that does it. Nothing has been read yet. */
export function ReadConsent({ intrusiveness, limit, onRead }: { intrusiveness: Intrusiveness; limit: number; onRead: () => void }) {
  return (
    <EmptyState
      icon={Eye}
      title={intrusiveness.level === 'may-lose' ? 'Reading messages here can lose some' : 'Reading messages here leaves traces'}
      action={
        <Button variant={intrusiveness.level === 'may-lose' ? 'default' : 'primary'} icon={Eye} onClick={onRead}>
          Read up to {formatCount(limit)} messages
        </Button>
      }
    >
      <p>This broker has no way to look without taking. What one read does:</p>
      <ul className="mt-2 flex flex-col gap-1 text-left text-ink">
        {intrusiveness.effects.map((effect) => (
          <li key={effect} className="border-l-2 border-warning pl-2">
            {effect}
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}

import { MapPinOff } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <main>
      <EmptyState icon={MapPinOff} title="No such page" action={<ButtonLink href="/">To the start</ButtonLink>}>
        The address leads nowhere. It may be mistyped, or from an older version.
      </EmptyState>
    </main>
  );
}

import { Badge } from '@/components/ui/badge';
import type { AuditOutcome } from '@/lib/model/console';

const tones = { allowed: 'good', refused: 'warning', failed: 'danger' } as const;

export function OutcomeBadge({ outcome }: { outcome: AuditOutcome }) {
  return <Badge tone={tones[outcome]}>{outcome}</Badge>;
}

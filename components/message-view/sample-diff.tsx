'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import type { Plan } from '@/lib/model/operations';

const CompareEditor = dynamic(() => import('./compare-editor'), {
  ssr: false,
  loading: () => <Skeleton className="h-56 w-full" />,
});

/** Messages before and after the edit, one by one; JSON is tidied on both sides, so that only what changes is marked. */
export function SampleDiff({ samples }: { samples: Plan['samples'] }) {
  const [index, setIndex] = useState(0);
  const at = Math.min(index, samples.length - 1);
  const sample = samples[at];
  if (sample === undefined || sample.before === null || sample.after === null) return null;
  return (
    <Section
      title="Before and after"
      actions={
        samples.length === 1 ? null : (
          <>
            <span aria-live="polite" className="text-small text-ink-muted">
              Sample {at + 1} of {samples.length}
            </span>
            <IconButton
              size="small"
              label="Previous sample"
              icon={ChevronLeft}
              disabledReason={at === 0 ? 'This is the first sample.' : null}
              onClick={() => setIndex(at - 1)}
            />
            <IconButton
              size="small"
              label="Next sample"
              icon={ChevronRight}
              disabledReason={at === samples.length - 1 ? 'This is the last sample.' : null}
              onClick={() => setIndex(at + 1)}
            />
          </>
        )
      }
    >
      <CompareEditor key={sample.messageId} first={sample.before} second={sample.after} firstLabel="Before" secondLabel="After" />
    </Section>
  );
}

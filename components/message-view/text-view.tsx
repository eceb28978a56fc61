'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { formatCounted } from '@/lib/model/quantity';

/** A browser lays out this much text in a blink; more comes on demand. */
const textShownMax = 100_000;

/** Text as it is, lines wrapped; the rest of a very long one on demand. */
export function TextView({ text, label }: { text: string; label: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const isCut = text.length > textShownMax && !isWhole;
  return (
    <div>
      <pre role="document" aria-label={label} className="text-small leading-5 break-words whitespace-pre-wrap">
        {isCut ? text.slice(0, textShownMax) : text}
      </pre>
      {isCut ? (
        <Button size="small" onClick={() => setIsWhole(true)}>
          Show all {formatCounted(text.length, 'character')}
        </Button>
      ) : null}
    </div>
  );
}

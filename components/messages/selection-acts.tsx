'use client';

import { Download, GitCompareArrows, PencilLine, RotateCcw, Trash2 } from 'lucide-react';
import type { Selected } from '@/components/data-table/table-props';
import { Button } from '@/components/ui/button';
import type { BrowsedMessage } from '@/lib/model/message';
import type { useMessageActs } from './use-message-acts';

/** What can be done with the chosen messages. */
export function SelectionActs({
  selected,
  acts,
  mayReadBody,
  onCompare,
}: {
  selected: Selected<BrowsedMessage>;
  mayReadBody: boolean;
  acts: ReturnType<typeof useMessageActs>;
  onCompare: (first: BrowsedMessage, second: BrowsedMessage) => void;
}) {
  const chosen = selected.isEverything ? 'all' : selected.rows;
  const [first, second] = selected.rows;
  const isPair = !selected.isEverything && selected.count === 2 && first !== undefined && second !== undefined;
  const whyNotCompare = isPair ? (mayReadBody ? null : 'Comparing needs the right to read bodies.') : 'Choose two messages to compare.';
  return (
    <>
      <Button size="small" icon={GitCompareArrows} disabledReason={whyNotCompare} onClick={() => isPair && onCompare(first, second)}>
        Compare
      </Button>
      <Button size="small" icon={Download} disabledReason={acts.whyNotExport(chosen)} onClick={() => acts.exportAll(chosen)}>
        Export
      </Button>
      <Button size="small" icon={Trash2} disabledReason={acts.whyNotDiscard(chosen)} onClick={() => acts.discard(chosen)}>
        Discard
      </Button>
      <Button size="small" icon={PencilLine} disabledReason={acts.whyNotEdit(chosen)} onClick={() => acts.edit(chosen)}>
        Edit and replay…
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={RotateCcw}
        disabledReason={acts.whyNotReplay(chosen)}
        onClick={() => acts.replay(chosen)}
      >
        Replay…
      </Button>
    </>
  );
}

'use client';

import { ChevronDown, ChevronUp, Link2, PencilLine, RotateCcw, Trash2, X } from 'lucide-react';
import { MessageDetail } from '@/components/message-view/message-detail';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { useShortcuts } from '@/components/ui/shortcuts';
import { notify, notifyError } from '@/components/ui/toast';
import type { BrowsedMessage } from '@/lib/model/message';
import type { QueuePlace } from '@/lib/queries/messages';

export type MessagePaneProps = {
  readonly message: BrowsedMessage;
  readonly place: QueuePlace;
  readonly canLoadById: boolean;
  readonly whyNotReplay: string | null;
  readonly whyNotDiscard: string | null;
  readonly whyNotEdit: string | null;
  readonly onReplay: () => void;
  readonly onEdit: () => void;
  readonly onDiscard: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
};

/** The open message beside the list, on a phone in its place. */
export function MessagePane(props: MessagePaneProps) {
  const { message, place, onReplay, onEdit, onDiscard, onClose, onStep, whyNotReplay, whyNotDiscard } = props;
  useShortcuts([
    { keys: 'r', label: 'Replay the open message', group: 'Messages', run: () => whyNotReplay === null && onReplay() },
    { keys: 'e', label: 'Edit and replay the open message', group: 'Messages', run: () => props.whyNotEdit === null && onEdit() },
    { keys: 'c', label: 'Copy a link to the open message', group: 'Messages', run: copyLink },
  ]);
  return (
    <aside aria-label="Open message" className="flex min-h-0 min-w-0 flex-col border-l bg-surface max-md:border-l-0">
      <div className="flex shrink-0 flex-wrap items-center gap-1 border-b px-4 py-1.5">
        <Button size="small" variant="primary" icon={RotateCcw} disabledReason={whyNotReplay} onClick={onReplay}>
          Replay…
        </Button>
        <Button size="small" icon={PencilLine} disabledReason={props.whyNotEdit} onClick={onEdit}>
          Edit…
        </Button>
        <Button size="small" icon={Trash2} disabledReason={whyNotDiscard} onClick={onDiscard}>
          Discard
        </Button>
        <div className="ml-auto flex items-center gap-1">
          <IconButton size="small" label="Previous message" shortcut="k" icon={ChevronUp} onClick={() => onStep(-1)} />
          <IconButton size="small" label="Next message" shortcut="j" icon={ChevronDown} onClick={() => onStep(1)} />
          <IconButton size="small" label="Copy a link to this message" shortcut="c" icon={Link2} onClick={copyLink} />
          <IconButton size="small" label="Close the message" shortcut="Esc" icon={X} onClick={onClose} />
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <MessageDetail message={message} place={place} canLoadById={props.canLoadById} />
      </div>
    </aside>
  );
}

/** The address already names queue, page and message. */
function copyLink(): void {
  navigator.clipboard.writeText(window.location.href).then(() => notify('Copied the link.'), notifyError);
}

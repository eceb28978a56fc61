import { MailOpen, PencilLine, RotateCcw, Send, Trash2 } from 'lucide-react';
import type { MenuEntry } from '@/components/ui/menu';
import type { BrowsedMessage } from '@/lib/model/message';
import { messageKey } from './message-columns';
import type { useMessageActs } from './use-message-acts';

/** Acts on one message of the list. */
export function messageMenu(
  message: BrowsedMessage,
  acts: ReturnType<typeof useMessageActs>,
  onOpen: (key: string) => void,
): readonly MenuEntry[] {
  return [
    { label: 'Open', icon: MailOpen, shortcut: 'Enter', onSelect: () => onOpen(messageKey(message)) },
    { label: 'Replay…', icon: RotateCcw, disabledReason: acts.whyNotReplay([message]), onSelect: () => acts.replay([message]) },
    { label: 'Edit and replay…', icon: PencilLine, disabledReason: acts.whyNotEdit([message]), onSelect: () => acts.edit([message]) },
    { label: 'Publish as new…', icon: Send, disabledReason: acts.whyNotPublish(message), onSelect: () => acts.publishAsNew(message) },
    'separator',
    {
      label: 'Discard into the bin',
      icon: Trash2,
      isDanger: true,
      disabledReason: acts.whyNotDiscard([message]),
      onSelect: () => acts.discard([message]),
    },
  ];
}

'use client';

import { Dialog } from '../ui/dialog';
import { Rail } from './rail';

/** The rail on a phone. */
export function PlacesDrawer({ broker, onClose }: { broker: string | null; onClose: () => void }) {
  return (
    <Dialog isOpen onOpenChange={(isOpen) => isOpen || onClose()} title="Places" placement="side" width="small">
      <Rail broker={broker} onGo={onClose} />
    </Dialog>
  );
}

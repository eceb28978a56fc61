'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type TimeZoneChoice, useTimeZone } from '@/components/ui/time-zone';
import { formatCounted } from '@/lib/model/quantity';

/** What a field of date and time holds, by the zone that the console shows times in; null while it is not whole. */
export function timeOf(text: string, zone: TimeZoneChoice): number | null {
  const atMs = text === '' ? Number.NaN : new Date(zone === 'utc' ? `${text}Z` : text).getTime();
  return Number.isNaN(atMs) ? null : atMs;
}

/** Any place of the queue: by number, or by the time from which on messages came in. */
export function JumpDialog({
  totalCount,
  whyNotTime,
  onPosition,
  onTime,
  onClose,
}: {
  totalCount: number;
  whyNotTime: string | null;
  onPosition: (from: number) => void;
  onTime: (atMs: number) => void;
  onClose: () => void;
}) {
  const [zone] = useTimeZone();
  const [position, setPosition] = useState('');
  const [time, setTime] = useState('');
  const atMs = timeOf(time, zone);
  const submit = (go: () => void) => (event: FormEvent) => {
    event.preventDefault();
    go();
    onClose();
  };
  const goToPosition = () => onPosition(Math.min(Math.max(1, Number(position)), Math.max(1, totalCount)) - 1);
  return (
    <Dialog isOpen onOpenChange={(isOpen) => isOpen || onClose()} width="small" title="Go to a place in the queue">
      <div className="flex flex-col gap-5">
        <form onSubmit={submit(goToPosition)} className="flex items-end gap-2">
          <div className="flex-1">
            <Field label="Position" hint={`1 is the head; the queue has ${formatCounted(totalCount, 'message')}.`}>
              <Input
                inputMode="numeric"
                autoFocus
                value={position}
                onChange={(event) => setPosition(event.target.value.replace(/\D/g, ''))}
              />
            </Field>
          </div>
          <span className="pb-[22px]">
            <Button type="submit" disabledReason={position === '' ? 'Give a position.' : null}>
              Go to position
            </Button>
          </span>
        </form>
        <form onSubmit={submit(() => atMs !== null && onTime(atMs))} className="flex items-end gap-2">
          <div className="flex-1">
            <Field
              label={zone === 'utc' ? 'Time, UTC' : 'Time, local'}
              hint={whyNotTime ?? 'The first message that came in then or later.'}
            >
              <Input
                type="datetime-local"
                step={1}
                disabled={whyNotTime !== null}
                value={time}
                onChange={(event) => setTime(event.target.value)}
              />
            </Field>
          </div>
          <span className="pb-[22px]">
            <Button type="submit" disabledReason={whyNotTime ?? (atMs === null ? 'Give a date and a time.' : null)}>
              Go to time
            </Button>
          </span>
        </form>
      </div>
    </Dialog>
  );
}

'use client';

import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button } from './button';

/** A button that lets one choose a file. The same file can be chosen again. */
export function FileButton({
  icon,
  accept,
  size = 'small',
  disabledReason = null,
  onFile,
  children,
}: {
  icon: LucideIcon;
  accept?: string;
  size?: 'normal' | 'small';
  disabledReason?: string | null;
  onFile: (file: File) => void;
  children: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-label={children}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
      <Button size={size} icon={icon} disabledReason={disabledReason} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}

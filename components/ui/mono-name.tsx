'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { CutName, isCut } from './cut-name';
import { Link } from './link';
import { Tooltip } from './tooltip';

const COPIED_MS = 1_500;

/**
 * A name as the broker knows it: mono, cut in the middle where there is no room, whole on hover, copied whole.
 *   <MonoName name={queue.name} href={queueHref} isCopyable />
 */
export function MonoName({
  name,
  href,
  isCopyable = false,
  tabIndex,
}: {
  name: string;
  href?: string;
  isCopyable?: boolean;
  tabIndex?: number;
}) {
  const text =
    href === undefined ? (
      <span className="min-w-0">
        <CutName name={name} />
      </span>
    ) : (
      <Link href={href} tabIndex={tabIndex} aria-label={name} className="min-w-0 hover:text-accent hover:underline">
        <CutName name={name} />
      </Link>
    );
  return (
    <span className="group/name inline-flex min-w-0 max-w-full items-center gap-1 align-bottom">
      <Tooltip content={<span className="font-mono break-all">{name}</span>} when={isCut}>
        {text}
      </Tooltip>
      {isCopyable ? <CopyButton text={name} label={`Copy ${name}`} /> : null}
    </span>
  );
}

/** Copies text and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      aria-label={isCopied ? 'Copied' : label}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
      }}
      className="inline-flex size-5 max-sm:size-8 shrink-0 items-center justify-center rounded-small text-ink-faint hover:bg-hover hover:text-ink"
    >
      {isCopied ? <Check aria-hidden className="size-3 text-good" /> : <Copy aria-hidden className="size-3" />}
    </button>
  );
}

'use client';

import { Check, Copy } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { middleCut } from './middle-cut';
import { Tooltip } from './tooltip';

/** Beyond this a name is cut in the middle and whole in the tooltip and on copy. */
const CHARACTER_COUNT_MAX = 42;
const COPIED_MS = 1_500;

/**
 * A name as the broker knows it: mono, cut in the middle, whole on hover, copied whole.
 *   <MonoName name={queue.name} href={queueHref} isCopyable />
 */
export function MonoName({
  name,
  href,
  isCopyable = false,
  characterCountMax = CHARACTER_COUNT_MAX,
  tabIndex,
}: {
  name: string;
  href?: string;
  isCopyable?: boolean;
  characterCountMax?: number;
  tabIndex?: number;
}) {
  const shown = middleCut(name, characterCountMax);
  const className = 'min-w-0 truncate font-mono';
  const text =
    href === undefined ? (
      <span className={className}>{shown}</span>
    ) : (
      <Link href={href} prefetch={false} tabIndex={tabIndex} className={`${className} hover:text-accent hover:underline`}>
        {shown}
      </Link>
    );
  return (
    <span className="group/name inline-flex min-w-0 max-w-full items-center gap-1">
      {shown === name ? text : <Tooltip content={<span className="font-mono break-all">{name}</span>}>{text}</Tooltip>}
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
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-small text-ink-faint hover:bg-hover hover:text-ink"
    >
      {isCopied ? <Check aria-hidden className="size-3 text-good" /> : <Copy aria-hidden className="size-3" />}
    </button>
  );
}

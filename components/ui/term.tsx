'use client';

import type { ReactNode } from 'react';
import { type GlossaryWord, glossary } from './glossary';
import { Tooltip } from './tooltip';

/** A word with its explanation on hover; `children` is the text when it isn't the word itself. */
export function Term({ word, children }: { word: GlossaryWord; children?: ReactNode }) {
  return (
    <Tooltip content={glossary[word]}>
      <span className="cursor-help decoration-ink-faint decoration-dotted underline-offset-3 hover:underline">{children ?? word}</span>
    </Tooltip>
  );
}

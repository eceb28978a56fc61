'use client';

import { type ReactNode, useState } from 'react';
import type { GlossaryWord } from './glossary';
import { Tooltip } from './tooltip';

/** The explanations come with the first pointer that asks for one, in less time than a tooltip takes to open. */
const load = () => import('./glossary').then(({ glossary }) => glossary);

/** A word with its explanation on hover; `children` is the text when it isn't the word itself. */
export function Term({ word, children }: { word: GlossaryWord; children?: ReactNode }) {
  const [explanation, setExplanation] = useState('…');
  const read = () => void load().then((glossary) => setExplanation(glossary[word]));
  return (
    <Tooltip content={explanation} onNear={read}>
      <span className="cursor-help decoration-ink-faint decoration-dotted underline-offset-3 hover:underline">{children ?? word}</span>
    </Tooltip>
  );
}

'use client';

import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';

const theme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--canvas)', color: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--canvas)', color: 'var(--ink-faint)', border: 'none' },
  '.cm-changedLine': { backgroundColor: 'var(--warning-soft) !important' },
  '.cm-changedText': { background: 'none !important', textDecoration: 'underline 2px var(--warning)' },
  // The library's own marks are characters that few fonts have.
  '.cm-collapsedLines': { background: 'var(--sunken)', color: 'var(--ink-muted)', padding: '4px 8px' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"" !important', margin: '0' },
  '.cm-content': { fontFamily: '"JetBrains Mono Variable", monospace' },
});

const readOnly = [EditorView.editable.of(false), EditorState.readOnly.of(true), EditorView.lineWrapping, lineNumbers(), theme];

/** Long equal parts are folded; a comparison of huge texts gives up exactness before it blocks the page. */
const diffScanLimit = 5_000;

/** Two texts side by side with what differs marked. Loaded on demand with the editor. */
export default function CompareEditor({
  first,
  second,
  firstLabel = 'First message',
  secondLabel = 'Second message',
}: {
  first: string;
  second: string;
  firstLabel?: string;
  secondLabel?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return;
    const view = new MergeView({
      a: { doc: first, extensions: [...readOnly, EditorView.contentAttributes.of({ 'aria-label': firstLabel })] },
      b: { doc: second, extensions: [...readOnly, EditorView.contentAttributes.of({ 'aria-label': secondLabel })] },
      parent: box.current,
      collapseUnchanged: { margin: 3, minSize: 6 },
      diffConfig: { scanLimit: diffScanLimit },
    });
    return () => view.destroy();
  }, [first, second, firstLabel, secondLabel]);
  return <div ref={box} className="max-h-[60vh] overflow-auto rounded-base border" />;
}

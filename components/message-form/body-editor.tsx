'use client';

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';

const theme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--surface)', color: 'var(--ink)', minHeight: '220px', maxHeight: '50vh' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: '"JetBrains Mono Variable", monospace', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-faint)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-matchingBracket': { backgroundColor: 'var(--selected) !important' },
});

export type BodyLanguage = 'json' | 'xml' | 'text';
const languages = { json, xml, text: () => [] } as const;

/** The console's own colours, so that both themes keep their contrast. */
const colours = HighlightStyle.define([
  { tag: tags.string, color: 'var(--acknowledged)' },
  { tag: tags.number, color: 'var(--published)' },
  { tag: [tags.bool, tags.null], color: 'var(--unacknowledged)' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--ink)' },
  { tag: tags.tagName, color: 'var(--published)' },
  { tag: tags.attributeValue, color: 'var(--acknowledged)' },
  { tag: tags.punctuation, color: 'var(--ink-muted)' },
]);

/** The body as text with the colours of its language. Loaded when the form is; Tab leaves it, so the keyboard is never caught. */
export default function BodyEditor({
  value,
  language,
  onChange,
  labelledBy,
}: {
  value: string;
  language: BodyLanguage;
  onChange: (text: string) => void;
  labelledBy: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const compartment = useRef(new Compartment());
  const first = useRef({ value, language, labelledBy });

  useEffect(() => {
    if (box.current === null) return;
    const start = first.current;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: start.value,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          syntaxHighlighting(colours),
          EditorView.lineWrapping,
          keymap.of([...defaultKeymap, ...historyKeymap]),
          compartment.current.of(languages[start.language]()),
          EditorView.contentAttributes.of({ 'aria-labelledby': start.labelledBy, 'aria-multiline': 'true' }),
          EditorView.updateListener.of((update) => update.docChanged && change.current(update.state.doc.toString())),
          theme,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: compartment.current.reconfigure(languages[language]()) });
  }, [language]);
  useEffect(() => {
    const editor = view.current;
    // Only what came from elsewhere (pretty-printing) is put in; what was typed is there already.
    if (editor !== null && editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return <div ref={box} className="overflow-hidden rounded-base border border-control-line" />;
}

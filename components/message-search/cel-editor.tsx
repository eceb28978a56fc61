'use client';

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { SeenField } from '@/lib/model/search';
import { checkFilter } from '@/lib/queries/search';
import { cel, fieldCompletion } from './cel-language';
import { celColours, celTheme } from './cel-theme';

/** After the last letter; each check is a question to the server. */
const checkDelayMs = 250;

export type CelEditorProps = {
  readonly value: string;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly seen: readonly SeenField[];
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
  /** The sentence of the first fault, null when there is none. */
  readonly onFault: (sentence: string | null) => void;
};

/** The filter with colours, completion and its faults at their place. Tab leaves it, so the keyboard is never caught; Ctrl-Enter searches. */
export default function CelEditor(props: CelEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  /** What was typed and has not come back as `value` yet: typing is faster than the page. */
  const typed = useRef<string[]>([]);

  useEffect(() => {
    if (box.current === null) return;
    const { value, labelledBy, describedBy } = latest.current;
    const check = async ({ state }: EditorView): Promise<Diagnostic[]> => {
      const text = state.doc.toString();
      const { fault } = await checkFilter(text).catch(() => ({ fault: null })); // the search itself says what is wrong then
      latest.current.onFault(fault?.sentence ?? null);
      if (fault === null) return [];
      // An empty place is marked by the letter before it.
      const from = Math.min(fault.from === fault.to ? Math.max(0, fault.from - 1) : fault.from, state.doc.length);
      return [{ from, to: Math.min(Math.max(fault.to, from), state.doc.length), severity: 'error', message: fault.sentence }];
    };
    const submit = () => {
      latest.current.onSubmit();
      return true;
    };
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          bracketMatching(),
          closeBrackets(),
          cel,
          syntaxHighlighting(celColours),
          // Enter takes the shown field at once: within the usual delay it would break the line of who types fast.
          autocompletion({ override: [fieldCompletion(() => latest.current.seen)], interactionDelay: 0 }),
          linter(check, { delay: checkDelayMs }),
          placeholder("body.order.total > 100 && headers['x-tenant'] == 'acme'"),
          EditorView.lineWrapping,
          keymap.of([{ key: 'Mod-Enter', run: submit }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-labelledby': labelledBy, 'aria-describedby': describedBy, 'aria-multiline': 'true' }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const text = update.state.doc.toString();
            typed.current.push(text);
            latest.current.onChange(text);
          }),
          celTheme,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  const { value } = props;
  useEffect(() => {
    const echo = typed.current.lastIndexOf(value);
    typed.current.splice(0, echo + 1);
    const editor = view.current;
    if (echo >= 0 || editor === null || editor.state.doc.toString() === value) return;
    // It came from elsewhere: an example, the boxes, a search that was opened.
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value }, selection: { anchor: value.length } });
    typed.current = [];
  }, [value]);
  return <div ref={box} className="rounded-base border border-control-line" />;
}

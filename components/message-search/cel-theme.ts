import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The console's own colours, so that both themes keep their contrast. */
export const celColours = HighlightStyle.define([
  { tag: tags.string, color: 'var(--acknowledged)' },
  { tag: tags.number, color: 'var(--published)' },
  { tag: [tags.bool, tags.null, tags.keyword], color: 'var(--unacknowledged)' },
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: [tags.punctuation, tags.comment], color: 'var(--ink-muted)' },
]);

export const celTheme = EditorView.theme({
  '&': {
    fontSize: '12px',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    minHeight: '52px',
    maxHeight: '30vh',
    borderRadius: 'inherit',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: '"JetBrains Mono Variable", monospace', lineHeight: '20px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--selected) !important' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--danger)', backgroundImage: 'none' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    maxWidth: 'min(480px, 90vw)',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: '"JetBrains Mono Variable", monospace', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--ink)' },
  '.cm-completionDetail': { color: 'var(--ink-muted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
});

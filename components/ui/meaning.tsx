import { classNames } from './class-names';

/**
 * What happens to messages, with one colour and one shape each, the same in charts, badges, tables and the graph.
 * `variable` is the CSS variable for canvases and SVG.
 */
export const meanings = {
  published: { label: 'Published', variable: '--published', text: 'text-published', shape: 'triangle' },
  delivered: { label: 'Delivered', variable: '--delivered', text: 'text-delivered', shape: 'diamond' },
  acknowledged: { label: 'Acknowledged', variable: '--acknowledged', text: 'text-acknowledged', shape: 'circle' },
  ready: { label: 'Ready', variable: '--ready', text: 'text-ready', shape: 'square' },
  unacknowledged: { label: 'Unacknowledged', variable: '--unacknowledged', text: 'text-unacknowledged', shape: 'ring' },
  redelivered: { label: 'Redelivered', variable: '--redelivered', text: 'text-redelivered', shape: 'triangle-down' },
  'dead-lettered': { label: 'Dead-lettered', variable: '--dead-lettered', text: 'text-dead-lettered', shape: 'cross' },
  unroutable: { label: 'Unroutable', variable: '--unroutable', text: 'text-unroutable', shape: 'bar' },
} as const;
export type Meaning = keyof typeof meanings;

const shapes: Record<(typeof meanings)[Meaning]['shape'], React.ReactNode> = {
  triangle: <path d="M5 1 9 9H1z" />,
  'triangle-down': <path d="M5 9 1 1h8z" />,
  diamond: <path d="M5 .5 9.5 5 5 9.5.5 5z" />,
  circle: <circle cx="5" cy="5" r="4" />,
  square: <path d="M1.5 1.5h7v7h-7z" />,
  ring: <circle cx="5" cy="5" r="3.2" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  cross: <path d="m2 2 6 6M8 2 2 8" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  bar: <path d="M1 4h8v2.4H1z" />,
};

/** The shape and colour of a meaning; put the word beside it, or pass `label` when there is none. */
export function MeaningMark({ meaning, label }: { meaning: Meaning; label?: string }) {
  const { text, shape } = meanings[meaning];
  return (
    <>
      <svg aria-hidden="true" viewBox="0 0 10 10" className={classNames('inline-block size-2.5 shrink-0 fill-current', text)}>
        {shapes[shape]}
      </svg>
      {label ? <span className="sr-only">{label}</span> : null}
    </>
  );
}

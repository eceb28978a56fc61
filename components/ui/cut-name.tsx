import { classNames } from './class-names';

/** As many characters of the end stay whole, however narrow the place: names differ at both ends ('orders.eu-west.…retry'). */
const TAIL_LENGTH = 10;
/** Shorter ones are not worth cutting in two. */
const LENGTH_MIN = TAIL_LENGTH + 6;

/** True while the name has no room; for a tooltip with the whole of it. */
export const isCut = (element: HTMLElement): boolean => {
  const head = element.matches('[data-head]') ? element : element.querySelector('[data-head]');
  return head !== null && head.scrollWidth > head.clientWidth;
};

/** A name in mono that is cut in the middle where the place is too narrow, by the browser, at any width. */
export function CutName({ name, className }: { name: string; className?: string }) {
  const characters = [...name];
  const headLength = characters.length < LENGTH_MIN ? characters.length : characters.length - TAIL_LENGTH;
  const head = characters.slice(0, headLength).join('');
  const tail = characters.slice(headLength).join('');
  if (tail === '')
    return (
      <span data-head className={classNames('block min-w-0 truncate font-mono', className)}>
        {name}
      </span>
    );
  return (
    <span className={classNames('block min-w-0 overflow-hidden font-mono whitespace-pre', className)}>
      {/* Whole characters, so that the tail follows the ellipsis closely; 1 px more, or rounding would cut a name that just fits. */}
      <span
        data-head
        style={{ maxWidth: `calc(round(down, 100% - ${TAIL_LENGTH}ch + 1px, 1ch) + 0.5px)` }}
        className="inline-block overflow-hidden align-bottom text-ellipsis"
      >
        {head}
      </span>
      {tail}
    </span>
  );
}

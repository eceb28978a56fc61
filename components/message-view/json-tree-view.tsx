'use client';

import { ChevronRight } from 'lucide-react';
import { memo, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { JsonNode } from '@/lib/model/json-tree';
import { formatCounted } from '@/lib/model/quantity';

/** Entries that one level shows before it asks; a list of a million items must not become a million elements. */
const shownStep = 200;
/** Open at first: two levels, unless a level is so long that the rest would be pushed out of sight. */
const openDepth = 2;
const openEntriesMax = 60;
const stringShownMax = 2_000;

type Row = { readonly id: string; readonly label: string | null; readonly value: JsonNode };

function childrenOf(node: JsonNode): readonly Row[] | null {
  // A key may be there twice, so the place is part of the identity.
  if (node.kind === 'object') return node.entries.map((entry, index) => ({ id: `${index}`, label: entry.key, value: entry.value }));
  if (node.kind === 'array') return node.items.map((value, index) => ({ id: `${index}`, label: `${index}`, value }));
  return null;
}

const colours: Record<JsonNode['kind'], string> = {
  object: 'text-ink-faint',
  array: 'text-ink-faint',
  string: 'text-acknowledged',
  number: 'text-published',
  boolean: 'text-unacknowledged',
  null: 'text-ink-faint',
  other: 'text-redelivered',
};

/** A document as a folding tree; numbers with all their digits, repeated keys as often as they were sent. */
export function JsonTreeView({ node, label = 'Body' }: { node: JsonNode; label?: string }) {
  const rows = childrenOf(node);
  if (rows === null) return <Leaf label={null} node={node} />;
  return (
    <ul aria-label={label} className="font-mono text-small leading-5 [font-variant-ligatures:none]">
      <Rows rows={rows} depth={0} isArray={node.kind === 'array'} />
    </ul>
  );
}

function Rows({ rows, depth, isArray }: { rows: readonly Row[]; depth: number; isArray: boolean }) {
  const [shown, setShown] = useState(shownStep);
  if (rows.length === 0) return <li className="pl-4 text-ink-faint">empty</li>;
  return (
    <>
      {rows.slice(0, shown).map((row) => (
        <Entry key={row.id} row={row} depth={depth} isArray={isArray} />
      ))}
      {rows.length > shown ? (
        <li className="pl-4">
          <button type="button" className="text-accent hover:underline" onClick={() => setShown(shown + shownStep)}>
            {formatCounted(Math.min(shownStep, rows.length - shown), 'more entry', 'more entries')} of{' '}
            {formatCounted(rows.length - shown, 'hidden one')}
          </button>
        </li>
      ) : null}
    </>
  );
}

const Entry = memo(function Entry({ row, depth, isArray }: { row: Row; depth: number; isArray: boolean }) {
  const children = childrenOf(row.value);
  const [isOpen, setIsOpen] = useState(depth + 1 < openDepth && (children?.length ?? 0) <= openEntriesMax);
  if (children === null) {
    return (
      <li className="pl-4">
        <Leaf label={row.label} isIndex={isArray} node={row.value} />
      </li>
    );
  }
  const isList = row.value.kind === 'array';
  const size = formatCounted(children.length, isList ? 'item' : 'key');
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full items-start rounded-small text-left hover:bg-hover"
      >
        <ChevronRight aria-hidden className={classNames('mt-1 size-3 shrink-0 text-ink-faint', isOpen && 'rotate-90')} />
        <span className="min-w-0 pl-1">
          <KeyName label={row.label} isIndex={isArray} />
          <span className="text-ink-faint">
            {isList ? '[' : '{'} {isOpen ? size : `${size} …`} {isOpen ? '' : isList ? ']' : '}'}
          </span>
        </span>
      </button>
      {isOpen ? (
        <ul className="ml-1.5 border-l border-line pl-2">
          <Rows rows={children} depth={depth + 1} isArray={isList} />
        </ul>
      ) : null}
    </li>
  );
});

function KeyName({ label, isIndex }: { label: string | null; isIndex: boolean }) {
  if (label === null) return null;
  return (
    <>
      <span className={classNames('break-all', isIndex ? 'text-ink-faint' : 'text-ink')}>{label}</span>
      <span className="text-ink-faint">: </span>
    </>
  );
}

function Leaf({ label, node, isIndex = false }: { label: string | null; node: JsonNode; isIndex?: boolean }) {
  return (
    <span className="break-words">
      <KeyName label={label} isIndex={isIndex} />
      {node.kind === 'string' ? (
        <LongString text={node.value} />
      ) : (
        <span className={classNames('break-all', colours[node.kind])}>{leafText(node)}</span>
      )}
      {node.kind === 'other' ? <span className="text-ink-faint"> {node.note}</span> : null}
    </span>
  );
}

function leafText(node: JsonNode): string {
  if (node.kind === 'number' || node.kind === 'other') return node.text;
  return node.kind === 'boolean' ? String(node.value) : 'null';
}

function LongString({ text }: { text: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const isCut = text.length > stringShownMax && !isWhole;
  return (
    <>
      <span className={classNames('break-words whitespace-pre-wrap', colours.string)}>
        {JSON.stringify(isCut ? text.slice(0, stringShownMax) : text)}
      </span>
      {isCut ? (
        <button type="button" className="ml-1 text-accent hover:underline" onClick={() => setIsWhole(true)}>
          all {formatCounted(text.length, 'character')}
        </button>
      ) : null}
    </>
  );
}

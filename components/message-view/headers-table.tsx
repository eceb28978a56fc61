'use client';

import { CopyButton } from '@/components/ui/mono-name';
import { Tooltip } from '@/components/ui/tooltip';
import type { TypedTable, TypedValue } from '@/lib/model/field-table';
import { timestampText, treeOfTable, typedText, typeWords } from '@/lib/model/typed-text';
import { JsonTreeView } from './json-tree-view';

/** Headers with the wire types that a replay keeps; nested tables fold. A key that is there twice has two rows. */
export function HeadersTable({ headers }: { headers: TypedTable }) {
  if (headers.length === 0) return <p className="text-ink-faint">No headers.</p>;
  const rows = headers.map((header, index) => ({ ...header, id: `${index} ${header.key}` }));
  return (
    <table className="w-full table-fixed border-collapse text-left text-small">
      <thead>
        <tr className="border-b text-ink-faint">
          <th scope="col" className="w-[34%] py-1 pr-3 font-normal">
            Header
          </th>
          <th scope="col" className="w-[84px] py-1 pr-3 font-normal">
            Type
          </th>
          <th scope="col" className="py-1 font-normal">
            Value
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="border-b border-line/60 align-top last:border-b-0">
            <th scope="row" className="py-1 pr-3 font-mono font-normal break-all">
              {row.key}
            </th>
            <td className="py-1 pr-3 text-ink-muted">{typeWords[row.value.type].word}</td>
            <td className="py-1">
              <HeaderValue value={row.value} name={row.key} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HeaderValue({ value, name }: { value: TypedValue; name: string }) {
  if (value.type === 'table') return <JsonTreeView node={treeOfTable(value.value)} label={name} />;
  if (value.type === 'array') {
    const asTable = value.value.map((item, index) => ({ key: String(index), value: item }));
    return <JsonTreeView node={treeOfTable(asTable)} label={name} />;
  }
  const text = value.type === 'timestamp' ? timestampText(value.value) : typedText(value);
  const shown = <span className="font-mono break-all whitespace-pre-wrap">{text === '' ? '""' : text}</span>;
  return (
    <span className="group flex items-start gap-1">
      {value.type === 'timestamp' ? (
        <Tooltip content={`${value.value} seconds since 1970`}>
          <button type="button" className="text-left">
            {shown}
          </button>
        </Tooltip>
      ) : (
        shown
      )}
      <CopyButton text={value.type === 'timestamp' ? value.value : text} label={`Copy the value of ${name}`} />
    </span>
  );
}

import type { QueueArgumentRow } from '../../lib/model/queue-arguments';

/** What a fault in docs/AMQP.md is looked up in: the text of a file of the tree, or null. */
export type ReadText = (path: string) => string | null;

const testTitle = /(?:\b(?:it|test)\(|\)\()\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
const legendRow = /^\| `([a-z-]+)` \| `([^`]+)` \|/gm;
const reference = /`([a-z-]+) › ([^`]+)`/g;
const filePath = /`((?:lib|e2e|scripts|docs)\/[\w./-]+\.(?:ts|md|py|rb|php|go|java))`/g;
const tableStart = '<!-- queue arguments -->';
const tableEnd = '<!-- end of queue arguments -->';

/** Titles of the tests in a source, as written there; of a template only what comes before its first `${`. */
export const testTitles = (source: string): string[] =>
  [...source.matchAll(testTitle)].map(([, quote, title = '']) =>
    quote === '`' ? (title.split('${')[0] ?? '') : title.replaceAll(/\\(['"])/g, '$1'),
  );

/** Files and tests that the document names and the tree does not have. */
export function findMissingReferences(document: string, read: ReadText): string[] {
  const files = new Map([...document.matchAll(legendRow)].map(([, name = '', path = '']) => [name, path]));
  const missingFiles = [...document.matchAll(filePath)].flatMap(([, path = '']) => (read(path) === null ? [`no file ${path}`] : []));
  const missingTests = [...document.matchAll(reference)].flatMap(([, name = '', title = '']) => {
    const source = read(files.get(name) ?? '');
    if (source === null) return [`no test file is called ${name} in the list`];
    return testTitles(source).includes(title) ? [] : [`no test '${title}' in ${files.get(name)}`];
  });
  return [...missingFiles, ...missingTests];
}

export const countReferences = (document: string): number => [...document.matchAll(reference)].length;

const inCode = (text: string): string => `\`${text}\``;

function allowedValues(row: QueueArgumentRow): string {
  if (row.choices !== undefined) return row.choices.map(inCode).join(', ');
  const isBounded = row.min !== undefined && row.max !== undefined;
  const upTo = row.max === Number.MAX_SAFE_INTEGER ? '2^53-1' : String(row.max);
  return isBounded ? `${row.kind}, ${row.min} to ${upTo}` : row.kind;
}

function rowText(row: QueueArgumentRow): string {
  const cells = [
    inCode(row.name),
    row.policyKey === null ? 'none' : inCode(row.policyKey),
    allowedValues(row),
    row.queueTypes.join(', '),
    row.policyKey === null ? 'argument only' : row.merge === 'smaller' ? 'the smaller' : 'the argument',
    row.isOperatorSafe ? 'yes' : 'no',
    row.setting === null && row.name !== 'x-queue-type' ? 'none' : 'yes',
    row.help,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The table of queue arguments as docs/AMQP.md holds it. */
export const queueArgumentTable = (rows: readonly QueueArgumentRow[]): string =>
  [
    '| argument | policy key | value | queue types | argument and policy both set | in operator policies | effect | meaning |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(rowText),
  ].join('\n');

/** What lies between the two marks in the document. @throws Error without them */
export function documentedTable(document: string): string {
  const start = document.indexOf(tableStart);
  const end = document.indexOf(tableEnd);
  if (start < 0 || end < start) throw new Error(`the document has no ${tableStart} … ${tableEnd}`);
  return document.slice(start + tableStart.length, end).trim();
}

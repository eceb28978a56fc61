/**
 * Indents XML for reading. It changes white space only between tags; an element that mixes text and elements keeps its line.
 * Returns null when tags don't pair, so that broken XML is shown as it is.
 */
export function formatXml(source: string): string | null {
  const lines: string[] = [];
  const open: string[] = [];
  const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<\/?(?:"[^"]*"|'[^']*'|[^'">])+>|[^<]+/g;
  let at = 0;
  for (const match of source.matchAll(token)) {
    if (match.index !== at) return null;
    at += match[0].length;
    if (!place(match[0], lines, open)) return null;
  }
  return at === source.length && open.length === 0 ? lines.join('\n') : null;
}

/** Puts one token on the last line or on a line of its own; false when an end tag has no start. */
function place(text: string, lines: string[], open: string[]): boolean {
  const indent = () => '  '.repeat(open.length);
  if (!text.startsWith('<') || text.startsWith('<![CDATA[')) {
    const content = text.startsWith('<') ? text : text.trim();
    if (content !== '') lines.push(`${lines.pop() ?? ''}${content}`);
    return true;
  }
  if (text.startsWith('</')) {
    const name = text.slice(2, -1).trim();
    if (open.pop() !== name) return false;
    const last = lines.at(-1) ?? '';
    const opensHere = last.trimStart().startsWith(`<${name}`) && !last.trimEnd().endsWith('/>') && !last.includes(`</`);
    if (opensHere) lines[lines.length - 1] = last + text;
    else lines.push(indent() + text);
    return true;
  }
  lines.push(indent() + text);
  const name = /^<([^\s/>!?]+)/.exec(text)?.[1];
  if (name !== undefined && !text.endsWith('/>')) open.push(name);
  return true;
}

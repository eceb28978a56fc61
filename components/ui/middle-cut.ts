const ELLIPSIS = '…';

/**
 * Cuts a long name in the middle, because names differ at both ends ('orders.eu-west.…​.retry'). Counts code points, so that
 * no surrogate pair is torn. `characterCountMax` includes the ellipsis.
 */
export function middleCut(name: string, characterCountMax: number): string {
  const characters = [...name];
  if (characters.length <= characterCountMax) return name;
  const kept = Math.max(characterCountMax - ELLIPSIS.length, 2);
  const head = Math.ceil(kept / 2);
  return characters.slice(0, head).join('') + ELLIPSIS + characters.slice(characters.length - (kept - head)).join('');
}

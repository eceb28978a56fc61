/** Only paths of this console: '//evil.example' and 'https:…' lead to the start instead. */
export function safeReturnPath(next: string | null): string {
  if (next === null || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  return next;
}

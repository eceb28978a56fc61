/** Next calls this once, before it serves the first request. The rest is in lib/server, which the edge runtime must not see. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { start } = await import('./lib/server/start');
  await start();
}

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the thread of a search into one file that needs nothing but Node: dist/search/search-thread.mjs. */
await rm(`${root}dist/search`, { recursive: true, force: true });
await build({
  entryPoints: [`${root}lib/services/search/search-thread.ts`],
  outfile: `${root}dist/search/search-thread.mjs`,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  legalComments: 'linked',
  logLevel: 'warning',
});

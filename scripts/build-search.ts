import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the threads of searches and filters into files that need nothing but Node: dist/search/*-thread.mjs. */
await rm(`${root}dist/search`, { recursive: true, force: true });
await build({
  entryPoints: ['search-thread', 'filter-thread'].map((name) => `${root}lib/services/search/${name}.ts`),
  outdir: `${root}dist/search`,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  legalComments: 'linked',
  logLevel: 'warning',
});

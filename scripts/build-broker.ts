import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the broker into one file that needs nothing but Node, koffi if it is there: dist/broker/main.mjs. */
await rm(`${root}dist/broker`, { recursive: true, force: true });
await build({
  entryPoints: [`${root}lib/broker/main.ts`],
  outfile: `${root}dist/broker/main.mjs`,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  // Half the bytes to compile at each start; names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  // Native code, and done without where it is absent (lib/broker/thread-slice.ts).
  external: ['koffi'],
  // CommonJS dependencies (pino) call require, which a module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  legalComments: 'linked',
  logLevel: 'warning',
});

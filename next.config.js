import { mkdirSync, writeFileSync } from 'node:fs';

const buildDirectory = process.env.WARREN_BUILD_DIR ?? '.next';

/**
 * Next writes the build directory's types into the tsconfig it uses. A build beside the usual one gets a config of its own
 * to write into, so that the committed one stays as it is.
 */
function ownTsconfig() {
  const path = `node_modules/.cache/warren/${buildDirectory}/tsconfig.json`;
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  writeFileSync(path, JSON.stringify({ extends: '../../../../tsconfig.json', include: [] }));
  return path;
}

/** @type {import('next').NextConfig} */
const nextConfig = {
  // Two consoles can be built or developed side by side from one checkout.
  distDir: buildDirectory,
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ['@libsql/client', '@prisma/adapter-libsql', 'libsql', 'pino', 'amqplib', 're2js'],
  // Types are checked by npm test, over everything; a start on a fresh machine need not do it again.
  typescript: { ignoreBuildErrors: true, ...(buildDirectory !== '.next' && { tsconfigPath: ownTsconfig() }) },
  devIndicators: false,
};

export default nextConfig;

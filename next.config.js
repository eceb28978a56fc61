/** @type {import('next').NextConfig} */
const nextConfig = {
  // Two consoles can be built or developed side by side from one checkout.
  distDir: process.env.WARREN_BUILD_DIR ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ['@libsql/client', '@prisma/adapter-libsql', 'libsql', 'pino', 'amqplib', 're2js'],
  devIndicators: false,
};

export default nextConfig;

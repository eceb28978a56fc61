import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Browsers as Debian and Ubuntu install them; Playwright's own download is not needed. */
const chromiumPaths = [process.env['WARREN_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = chromiumPaths.find((path) => path !== undefined && path !== '' && existsSync(path));
const results = process.env['WARREN_TEST_RESULTS'] ?? 'test-results';

/**
 * Page tests: one spec a user task, against the built console on free ports with a data directory of its own
 * (e2e/pages/support/test.ts). One worker, because each boots a whole console with its broker.
 */
export default defineConfig({
  testDir: 'e2e/pages',
  testMatch: '**/*.spec.ts',
  outputDir: join(results, 'pages'),
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: join(results, 'pages.json') }]],
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
});

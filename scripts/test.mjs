#!/usr/bin/env node
// Runs every check and suite, after setting up what is missing. Plain Node, because it runs before anything is installed.
//   npm test                  everything
//   npm test -- unit pages    only the named steps
// What cannot run here is listed at the end as skipped, with the reason; with CI=true a skip is a failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpAll, setUpSources } from './setup.mjs';
import { ensureSystemPackages, packageNames } from './system-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'test-results');
const isCi = process.env.CI === 'true';

/** needs: programs without which the step is skipped, see system-packages.mjs. report: JSON file with the step's test counts. */
const steps = [
  { name: 'types', command: ['node', 'node_modules/typescript-7/bin/tsc', '--noEmit'] },
  { name: 'format-and-lint', command: ['npx', 'biome', 'ci', '.'] },
  {
    name: 'directions',
    command: ['npx', 'depcruise', 'lib', 'app', 'components', 'instrumentation.ts', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'unused-code', command: ['npx', 'knip', '--no-progress'] },
  { name: 'unit', command: vitest('unit'), report: 'unit.json' },
  {
    name: 'integration',
    command: vitest('integration'),
    report: 'integration.json',
    needs: [...packageNames].filter((name) => name !== 'chromium'),
  },
  { name: 'pages', command: ['npx', 'playwright', 'test'], report: 'pages.json', needs: ['chromium', 'python3-pika', 'rabbitmq-server'] },
];

function vitest(project) {
  const output = `--outputFile.json=${join('test-results', `${project}.json`)}`;
  return ['npx', 'vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', output];
}

function run([program, ...args], environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** vitest writes numPassedTests, Playwright writes stats; a check without a report counts as one test. */
function countsOf(step, exitCode) {
  const file = step.report ? join(results, step.report) : null;
  if (!file || !existsSync(file)) return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const counts = report.stats
    ? { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky, skipped: report.stats.skipped }
    : { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + (report.numTodoTests ?? 0) };
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function runStep(step, missing) {
  const lacking = (step.needs ?? []).filter((need) => missing.has(need));
  if (lacking.length > 0) return { step, skippedBecause: `needs ${lacking.join(', ')}: ${missing.get(lacking[0])}` };
  console.log(`\n=== ${step.name}: ${step.command.join(' ')}`);
  const startedAt = performance.now();
  const exitCode = await run(step.command, { WARREN_TEST_RESULTS: results });
  return { step, exitCode, seconds: (performance.now() - startedAt) / 1000, counts: countsOf(step, exitCode) };
}

function summarise(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log('\n=== summary');
  for (const { step, exitCode, seconds, counts, skippedBecause } of outcomes) {
    if (skippedBecause) {
      total.skipped += 1;
      console.log(`  skipped  ${step.name}: ${skippedBecause}`);
      continue;
    }
    for (const key of Object.keys(total)) total[key] += counts[key];
    console.log(
      `  ${exitCode === 0 ? 'passed ' : 'FAILED '}  ${step.name} in ${seconds.toFixed(0)} s (${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped)`,
    );
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(2);
}
const chosen = steps.filter((each) => wanted.length === 0 || wanted.includes(each.name));
// Checks and unit tests read the sources; only what runs the built console and broker waits for a build.
const needsBuild = chosen.some((step) => step.needs !== undefined);
const missing = needsBuild ? await ensureSystemPackages() : new Map();
if (needsBuild) await setUpAll();
else await setUpSources();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const outcomes = [];
for (const step of chosen) outcomes.push(await runStep(step, missing));
const total = summarise(outcomes);
if (isCi && total.skipped > 0) console.error('With CI=true nothing may be skipped.');
process.exit(total.failed > 0 || (isCi && total.skipped > 0) ? 1 : 0);

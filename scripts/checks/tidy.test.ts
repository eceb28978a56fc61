import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks, findings } from './tidy';

const root = resolve(import.meta.dirname, '../..');
const long = 'const a = 1;\n'.repeat(500);

/** check → a file that must be found, so that no check can pass by finding nothing. */
const offenders: Record<string, { path: string; text: string }> = {
  'core file: at most 400 lines': { path: 'lib/model/long.ts', text: long },
  'component file: at most 160 lines': { path: 'components/ui/long.tsx', text: long },
  'page: at most 40 lines': { path: 'app/long/page.tsx', text: long },
  'route handler: at most 60 lines': { path: 'app/api/long/route.ts', text: long },
  'file name says what is inside': { path: 'lib/model/string-utils.ts', text: '' },
  'no unfinished work': { path: 'lib/model/a.ts', text: '// TODO later' },
  'no switched-off checks': { path: 'lib/model/a.ts', text: '// @ts-ignore' },
  'no focused or skipped test': { path: 'lib/model/a.test.ts', text: "it.only('x', () => {})" },
  'logging goes through the log': { path: 'lib/model/a.ts', text: "console.log('x')" },
  'no casts to any': { path: 'lib/model/a.ts', text: 'const b = a as any;' },
  'generated files say so': { path: 'lib/amqp/spec.gen.ts', text: 'export {}' },
  'every service verb checks its act first': {
    path: 'lib/services/queues/purge-queue.ts',
    text: 'export async function purgeQueue(context: ServiceContext) {}',
  },
  'no machine paths and no registry hosts': { path: 'docs/x.md', text: `see ${['', 'work', 'main'].join('/')}` },
};

function trackedFiles() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n');
  const texts = listed.filter((path) => /\.(ts|tsx|mjs|cjs|js|md|json|sh|css|prisma|sql|py)$/.test(path) && existsSync(join(root, path)));
  return texts.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('tidy', () => {
  it('finds nothing in the tree', () => {
    expect(findings(trackedFiles())).toEqual([]);
  });

  it.each(checks.map((check) => check.name))('fires: %s', (name) => {
    const offender = offenders[name];
    expect(offender, 'each check needs an offender').toBeDefined();
    // A verb is what a route handler calls.
    const route = { path: 'app/api/purge/route.ts', text: "import { purgeQueue } from '@/lib/services/queues/purge-queue';" };
    expect(findings([offender!, route]).some((line) => line.includes(name))).toBe(true);
  });
});

/**
 * Goal: every import rule of .dependency-cruiser.cjs fires. Method: for each rule a file that breaks it is planted in a copy
 * of the tree's skeleton and the checker runs on that. A checker that silently reads nothing fails here.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let skeleton = '';

/** rule → [file, what it imports] */
const violations: Record<string, [string, string]> = {
  'no-cycles': ['lib/base/cycle-a.ts', "export { b } from './cycle-b';"],
  'nothing-unresolvable': ['lib/base/lost.ts', "export { a } from './not-there';"],
  'base-knows-nothing': ['lib/base/up.ts', "export { a } from '../model/target';"],
  'base-no-packages': ['lib/base/packaged.ts', "export { z } from 'zod';"],
  'model-on-base': ['lib/model/up.ts', "export { a } from '../amqp/target';"],
  'amqp-on-model': ['lib/amqp/up.ts', "export { a } from '../broker/target';"],
  'amqp-no-io': ['lib/amqp/socket.ts', "export { connect } from 'node:net';"],
  'broker-on-amqp': ['lib/broker/up.ts', "export { a } from '../services/target';"],
  'broker-no-frameworks': ['lib/broker/framework.ts', "export { useState } from 'react';"],
  'broker-is-spawned': ['lib/services/broker.ts', "export { a } from '../broker/target';"],
  'connectors-on-model': ['lib/connectors/up.ts', "export { a } from '../services/target';"],
  'services-on-port': ['lib/services/concrete.ts', "export { a } from '../connectors/rabbitmq/target';"],
  'prisma-only-in-db': ['lib/services/database.ts', "export { PrismaLibSql } from '@prisma/adapter-libsql';"],
  'db-on-model': ['lib/db/up.ts', "import type { a } from '../services/target';\nexport type A = typeof a;"],
  'queries-on-model': ['lib/queries/up.ts', "export { a } from '../services/target';"],
  'components-on-queries': ['components/ui/up.ts', "export { a } from '../../lib/services/target';"],
  'resources-are-siblings': ['components/queues/sibling.ts', "export { a } from '../exchanges/target';"],
  'server-is-the-root': ['lib/services/root.ts', "export { a } from '../server/target';"],
  'no-tests-in-product': ['lib/model/tested.ts', "export { a } from './planted.test';"],
  'no-node-in-browser': ['components/ui/node.ts', "export { readFileSync } from 'node:fs';"],
  'no-broker-in-browser': ['components/ui/broker.ts', "export { a } from '../../lib/broker/target';"],
};

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(skeleton, path)), { recursive: true });
  writeFileSync(join(skeleton, path), `${text}\n`);
}

async function brokenRules(): Promise<Set<string>> {
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruise, 'lib', 'app', 'components', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { stdout } = await run(process.execPath, args, { cwd: skeleton, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error) => error as { stdout: string },
  );
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return new Set(report.summary.violations.map((violation) => violation.rule.name));
}

beforeAll(() => {
  skeleton = mkdtempSync(join(tmpdir(), 'warren-directions-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(skeleton, file));
  symlinkSync(join(root, 'node_modules'), join(skeleton, 'node_modules'));
  const targets = ['model', 'amqp', 'broker', 'services', 'connectors/rabbitmq', 'db', 'server'].map((folder) => `lib/${folder}/target.ts`);
  for (const target of [...targets, 'components/exchanges/target.ts', 'app/page.ts', 'lib/model/planted.test.ts'])
    plant(target, 'export const a = 1;');
});
afterAll(() => rmSync(skeleton, { recursive: true, force: true }));

/** The checker reads the whole tree each time; a busy machine takes a while. */
describe('import directions', { timeout: 120_000 }, () => {
  it('accepts a tree that keeps them', async () => {
    expect(await brokenRules()).toEqual(new Set());
  });

  it('fires on a planted violation of each rule', async () => {
    plant('lib/base/cycle-b.ts', "import './cycle-a';\nexport const b = 1;");
    for (const [path, text] of Object.values(violations)) plant(path, text);
    const broken = await brokenRules();
    expect(Object.keys(violations).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  it('knows every rule of the configuration', async () => {
    const { default: configuration } = (await import(join(root, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    expect(configuration.forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(violations).sort());
  });
});

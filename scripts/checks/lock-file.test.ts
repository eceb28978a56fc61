import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

type Entry = { readonly version?: string; readonly optionalDependencies?: Readonly<Record<string, string>> };
const root = resolve(import.meta.dirname, '../..');

/**
 * `npm ci` refuses a lock in which an optional dependency has no entry, on every platform. A registry that does not offer the
 * packages of other platforms makes npm write just such a lock. So each one must be there, at the top level or beside its parent.
 */
function missingFrom(packages: Readonly<Record<string, Entry>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !candidates(path, name).some((candidate) => candidate in packages)),
  );
}

/** Where Node would look for `name` from `path`, nearest first. */
function candidates(path: string, name: string): string[] {
  const places = [`${path}/node_modules/${name}`];
  for (let at = path; at.includes('/node_modules/'); ) {
    at = at.slice(0, at.lastIndexOf('/node_modules/'));
    places.push(`${at}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}

it('has an entry for every optional dependency, so that npm ci takes it', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> };
  expect(missingFrom(lock.packages)).toEqual([]);
});

it('notices a missing one', () => {
  const parent = { version: '1.0.0', optionalDependencies: { 'tool-darwin-arm64': '1.0.0' } };
  expect(missingFrom({ 'node_modules/tool': parent })).toEqual(['tool-darwin-arm64']);
  expect(missingFrom({ 'node_modules/tool': parent, 'node_modules/tool-darwin-arm64': { version: '1.0.0' } })).toEqual([]);
});

import { closeSync, cpSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatVersion } from './group-format';
import { StoreError } from './store-error';

export const versionFileName = 'format-version';
const backupPrefix = 'backup-of-format-';

/** Rewrites the files of `directory` from one version to the next. The backup is there before it is called. */
export type Migration = { readonly from: number; readonly migrate: (directory: string) => void };

/** One row a version that was ever released. Version 1 is the first, so nothing is older yet. */
export const migrations: readonly Migration[] = [];

/**
 * Brings the directory to the version this program writes. Older: backed up into a folder beside the files, then migrated
 * step by step; if a step fails, the backup is put back and the error thrown. Newer: refused, nothing is touched.
 */
export function bringToCurrentVersion(
  directory: string,
  steps: readonly Migration[] = migrations,
  target: number = formatVersion,
): string[] {
  const path = join(directory, versionFileName);
  if (!existsSync(path)) {
    if (hasFiles(directory))
      throw new StoreError(
        `${directory} holds files but no ${versionFileName}: it is not a data directory of this program. Restore that file from a backup, or choose an empty directory.`,
      );
    writeVersion(directory, target);
    return [];
  }
  const found = Number(readFileSync(path, 'utf8').trim());
  if (!Number.isInteger(found) || found < 1) throw new StoreError(`${path} does not hold a version number. Restore it from a backup.`);
  if (found === target) return [];
  if (found > target) {
    throw new StoreError(
      `The data in ${directory} has format ${found}; this version reads up to ${target}. Start the newer version, or restore a backup made before it.`,
    );
  }
  return upgrade(directory, found, steps, target);
}

function upgrade(directory: string, found: number, steps: readonly Migration[], target: number): string[] {
  const backup = join(directory, `${backupPrefix}${found}`);
  const names = dataNames(directory);
  rmSync(backup, { recursive: true, force: true });
  for (const name of names) cpSync(join(directory, name), join(backup, name), { recursive: true });
  const reports = [`Backed up the data of format ${found} to ${backup}.`];
  try {
    for (let version = found; version < target; version++) {
      const step = steps.find((candidate) => candidate.from === version);
      if (step === undefined) throw new StoreError(`There is no way from format ${version} to ${version + 1}.`);
      step.migrate(directory);
      writeVersion(directory, version + 1);
      reports.push(`Migrated the data from format ${version} to ${version + 1}.`);
    }
  } catch (error) {
    restore(directory, backup);
    throw error;
  }
  return reports;
}

function restore(directory: string, backup: string): void {
  for (const name of dataNames(directory)) rmSync(join(directory, name), { recursive: true });
  for (const name of readdirSync(backup)) cpSync(join(backup, name), join(directory, name), { recursive: true });
}

/** All that belongs to the format: not the lock, not backups. */
const dataNames = (directory: string): string[] =>
  readdirSync(directory).filter((name) => !name.startsWith('lock') && !name.startsWith(backupPrefix));

const hasFiles = (directory: string): boolean => dataNames(directory).length > 0;

function writeVersion(directory: string, version: number): void {
  const path = join(directory, versionFileName);
  writeFileSync(`${path}.new`, `${version}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

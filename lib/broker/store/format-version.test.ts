import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bringToCurrentVersion, type Migration } from './format-version';
import { formatVersion } from './group-format';
import { StoreError } from './store-error';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-version-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const path = (name: string) => join(directory, name);
const read = (name: string) => readFileSync(path(name), 'utf8');

describe('bringToCurrentVersion', () => {
  it('marks an empty directory', () => {
    expect(bringToCurrentVersion(directory)).toEqual([]);
    expect(read('format-version')).toBe(`${formatVersion}\n`);
    expect(bringToCurrentVersion(directory)).toEqual([]);
  });

  it('does not take a directory of something else', () => {
    writeFileSync(path('holiday.jpg'), '');
    expect(() => bringToCurrentVersion(directory)).toThrow('not a data directory');
  });

  it('refuses a newer format and touches nothing', () => {
    writeFileSync(path('format-version'), '7\n');
    expect(() => bringToCurrentVersion(directory)).toThrow(StoreError);
    expect(() => bringToCurrentVersion(directory)).toThrow('has format 7');
    expect(read('format-version')).toBe('7\n');
  });

  it('refuses a version file that holds none', () => {
    writeFileSync(path('format-version'), 'x');
    expect(() => bringToCurrentVersion(directory)).toThrow('does not hold a version number');
  });

  const steps: Migration[] = [
    { from: 1, migrate: (at) => writeFileSync(join(at, 'messages', 'a'), 'second') },
    { from: 2, migrate: (at) => writeFileSync(join(at, 'messages', 'a'), 'third') },
  ];
  const layOutVersion1 = () => {
    writeFileSync(path('format-version'), '1\n');
    mkdirSync(path('messages'));
    writeFileSync(path('messages/a'), 'first');
  };

  it('backs up, then migrates step by step', () => {
    layOutVersion1();
    const reports = bringToCurrentVersion(directory, steps, 3);
    expect(reports).toHaveLength(3);
    expect(read('messages/a')).toBe('third');
    expect(read('format-version')).toBe('3\n');
    expect(read('backup-of-format-1/messages/a')).toBe('first');
    expect(read('backup-of-format-1/format-version')).toBe('1\n');
  });

  it('puts the backup back when a step fails', () => {
    layOutVersion1();
    const failing: Migration = {
      from: 2,
      migrate: (at) => {
        rmSync(join(at, 'messages'), { recursive: true });
        throw new Error('halfway');
      },
    };
    expect(() => bringToCurrentVersion(directory, [steps[0]!, failing], 3)).toThrow('halfway');
    expect(read('messages/a')).toBe('first');
    expect(read('format-version')).toBe('1\n');
  });

  it('refuses when a step is missing', () => {
    layOutVersion1();
    expect(() => bringToCurrentVersion(directory, [], 2)).toThrow('no way from format 1');
    expect(read('messages/a')).toBe('first');
    expect(existsSync(path('backup-of-format-1'))).toBe(true);
  });
});

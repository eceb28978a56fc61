import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpillHandle } from '../ports';
import { PagedSpillFile } from './paged-spill-file';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-spill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const page = (fill: number, lengthBytes = 100_000) => Buffer.alloc(lengthBytes, fill);

function mustWrite(spill: PagedSpillFile, bytes: Buffer): SpillHandle {
  const handle = spill.write(bytes);
  if (handle === null) throw new Error('the page was refused');
  return handle;
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !condition(); attempt++) await delay(10);
  expect(condition()).toBe(true);
}

describe('PagedSpillFile', () => {
  it('gives back each page, at once and after it was written', async () => {
    const spill = new PagedSpillFile(directory, 0);
    const handles = [1, 2, 3].map((fill) => mustWrite(spill, page(fill)));
    for (const [index, handle] of handles.entries()) expect(spill.read(handle).equals(page(index + 1))).toBe(true);
    await delay(50);
    for (const [index, handle] of handles.entries()) expect(spill.read(handle).equals(page(index + 1))).toBe(true);
    expect(spill.diskBytes).toBe(300_000);
    await spill.close();
  });

  it('shrinks when what was spilled is freed', async () => {
    const spill = new PagedSpillFile(directory, 0);
    const handles: SpillHandle[] = [];
    for (let fill = 0; fill < 30; fill++) {
      handles.push(mustWrite(spill, page(fill, 4_000_000)));
      // Slower than a disk that takes nothing: the pages in memory are bounded.
      if (fill % 10 === 9) await delay(100);
    }
    expect(readdirSync(directory).length).toBeGreaterThan(1);
    for (const handle of handles) spill.free(handle);
    await until(() => readdirSync(directory).length <= 1 && spill.diskBytes <= 16_000_000);
    await spill.close();
    await until(() => readdirSync(directory).length === 0);
  });

  it('forgets what an earlier run left', async () => {
    writeFileSync(join(directory, 'page-7'), 'old');
    const spill = new PagedSpillFile(directory, 0);
    expect(readdirSync(directory)).toEqual([]);
    await spill.close();
  });

  it('refuses when the disk has no room to spare', async () => {
    const spill = new PagedSpillFile(directory, Number.MAX_SAFE_INTEGER);
    await until(() => spill.write(page(1)) === null);
    await spill.close();
  });

  it('refuses what would pile up in memory before the disk', async () => {
    const spill = new PagedSpillFile(directory, 0);
    const huge = page(1, 40_000_000);
    expect(spill.write(huge)).not.toBeNull();
    expect(spill.write(huge)).toBeNull();
    let isTaken = false;
    await until(() => {
      isTaken ||= spill.write(huge) !== null;
      return isTaken;
    });
    await spill.close();
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';

const writer = new URL('./store-writer.ts', import.meta.url).pathname;
const roundCount = 8;
const runSpan = 10_000_000;

type Promised = { lastConfirmed: number; lastAcknowledged: number; declared: Set<number>; start: string | null; errors: string };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-crash-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the writer until it has confirmed `confirmCount` more lines, then kills it as the kernel would. */
async function runAndKill(promised: Promised, firstSequence: number, confirmCount: number): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', writer, directory, String(firstSequence)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stderr?.on('data', (chunk: Buffer) => {
    promised.errors += chunk.toString();
  });
  promised.start = null;
  let seen = 0;
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    const [word, value] = line.split(' ');
    if (word === 'start') promised.start = line;
    else if (word === 'confirmed') {
      promised.lastConfirmed = Math.max(promised.lastConfirmed, Number(value));
      seen += 1;
      if (seen === confirmCount) child.kill('SIGKILL');
    } else if (word === 'acknowledged') promised.lastAcknowledged = Math.max(promised.lastAcknowledged, Number(value));
    else if (word === 'declared') promised.declared.add(Number(value));
  });
  await ended;
}

it('keeps what was confirmed, acknowledged and declared through kill -9 at any moment', async () => {
  const promised: Promised = { lastConfirmed: 0, lastAcknowledged: 0, declared: new Set(), start: null, errors: '' };
  for (let round = 0; round < roundCount; round++) {
    const before = { confirmed: promised.lastConfirmed, acknowledged: promised.lastAcknowledged, declared: new Set(promised.declared) };
    // Beyond anything that was published, confirmed or not, so that a number names one message.
    await runAndKill(promised, round * runSpan, 3 + round * round * 7);
    expect(promised.errors).toBe('');
    expect(promised.start).not.toBeNull();
    const [, wasClean, sequenceList = '', declaredList = ''] = promised.start!.split(' ');
    const survivors = sequenceList === '' ? [] : sequenceList.split(',').map(Number);
    const declared = new Set(declaredList === '' ? [] : declaredList.split(',').map(Number));
    if (round > 0) expect(wasClean).toBe('false');
    checkSurvivors(survivors, before);
    for (const number of before.declared) expect(declared.has(number)).toBe(true);
  }
  expect(promised.lastConfirmed).toBeGreaterThan((roundCount - 1) * runSpan);
});

/**
 * Ends come in order, so the survivors are one run: nothing acknowledged below it, nothing confirmed missing in it. They may
 * begin behind the last confirm that was seen, when its acknowledge became durable and the kill came before it was said.
 */
function checkSurvivors(survivors: readonly number[], before: { confirmed: number; acknowledged: number }): void {
  if (before.confirmed === 0) return;
  const first = survivors[0];
  expect(first).toBeGreaterThan(before.acknowledged);
  if (first! <= before.confirmed) expect(survivors).toContain(before.confirmed);
  for (let index = 1; index < survivors.length; index++) {
    // From one run of the writer to the next the numbers jump.
    if (survivors[index]! - survivors[index - 1]! !== 1) expect(survivors[index]! % runSpan).toBe(1);
  }
}

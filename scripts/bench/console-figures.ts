import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ApiClient, startConsole } from '../../e2e/support/console';

export type ConsoleFigures = {
  readonly startMs: number;
  readonly residentMegabytes: number;
  readonly firstPageScriptBytes: number;
};

const restMs = 10_000;

/** One start of the built console with its broker: time to ready, memory at rest, scripts of the page after sign-in, gzip. */
export async function measureConsole(): Promise<ConsoleFigures> {
  const startedAt = performance.now();
  const console = await startConsole();
  const startMs = performance.now() - startedAt;
  try {
    const api = await new ApiClient(console.url).signIn();
    const { body } = await api.send('GET', '/embedded/overview');
    const firstPageScriptBytes = await scriptBytes(console.url, typeof body === 'string' ? body : '');
    await sleep(restMs);
    return { startMs, residentMegabytes: residentMegabytes(console.pid), firstPageScriptBytes };
  } finally {
    await console.stop();
  }
}

async function scriptBytes(url: string, html: string): Promise<number> {
  // What is marked noModule is for browsers from before 2018; others never load it.
  const tags = [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/nomodule/i.test(tag));
  const paths = new Set(tags.map(([, path]) => path ?? ''));
  let bytes = 0;
  for (const path of paths) bytes += gzipSync(Buffer.from(await (await fetch(url + path)).arrayBuffer())).length;
  return bytes;
}

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) / 1_024;
}

import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const timeoutMs = 100_000;
const outputBytesMax = 8 * 1024 * 1024;

/** Runs a client program to its end in its own folder; throws with what it printed when it does not end with 0. */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  options: { folder?: string; environment?: Record<string, string> } = {},
): Promise<string> {
  const cwd = options.folder ?? dirname(args.at(-1) ?? '.');
  try {
    const { stdout } = await execute(program, args, {
      cwd,
      timeout: timeoutMs,
      maxBuffer: outputBytesMax,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...options.environment },
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

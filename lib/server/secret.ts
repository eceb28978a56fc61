import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingsRepository } from '../db/settings-repository';
import { SecretBox } from './secret-box';
import { StartError } from './start-error';

const checkName = 'secret-check';
const checkText = 'sealed with the secret of this installation';

/**
 * The installation's secret: WARREN_SECRET, else the file `secret` in the data directory, else made now (mode 600).
 * A value sealed at first start proves later ones, so that a lost or changed secret is said at once instead of as a broker
 * that refuses its password.
 */
export async function loadSecret(options: {
  readonly dataDirectory: string;
  readonly given: string | null;
  readonly settings: SettingsRepository;
}): Promise<string> {
  const path = join(options.dataDirectory, 'secret');
  const check = await options.settings.find(checkName);
  const kept = options.given ?? (await readSecret(path));
  const origin = options.given === null ? `the file ${path}` : 'WARREN_SECRET';
  if (check !== null) {
    if (kept === null) throw new StartError(`${path} is missing. ${remedy}`);
    if (new SecretBox(kept).open(checkName, Buffer.from(check, 'base64')) === checkText) return kept;
    throw new StartError(`The secret in ${origin} is not the one that this data directory was set up with. ${remedy}`);
  }
  const secret = kept ?? (await makeSecret(path));
  await options.settings.set(checkName, Buffer.from(new SecretBox(secret).seal(checkName, checkText)).toString('base64'));
  return secret;
}

const remedy =
  'Put the old one back (WARREN_SECRET or the file from a backup): it opens the stored broker passwords. ' +
  'If it is lost for good, start with a new WARREN_DATA_DIR and enter the brokers again.';

async function readSecret(path: string): Promise<string | null> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret.length < 16) throw new StartError(`The file ${path} is too short to be the secret. ${remedy}`);
    return secret;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function makeSecret(path: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return secret;
}

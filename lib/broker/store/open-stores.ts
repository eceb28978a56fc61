import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DefinitionStore, MessageStore, SpillFile } from '../ports';
import { DirectoryLock } from './directory-lock';
import { DurableDefinitionStore, definitionsFileName } from './durable-definition-store';
import { DurableMessageStore } from './durable-message-store';
import { bringToCurrentVersion } from './format-version';
import { NodeDisk, nodeScheduler, secureRandomWord } from './node-disk';
import { PagedSpillFile } from './paged-spill-file';
import { holdsSegment } from './recover-log';
import { StoreError } from './store-error';
import { defaultStoreOptions, type StoreOptions } from './store-limits';

export type OpenStores = {
  readonly messages: MessageStore;
  readonly definitions: DefinitionStore;
  readonly spill: SpillFile;
  /** Sentences for the log: migrations, cut tails. Those of the messages come with recover(). */
  readonly reports: readonly string[];
  /** Closes all three, then gives the directory free. */
  close(): Promise<void>;
};

/**
 * Opens, or lays out, a data directory: lock, format-version, definitions.bin, messages/, spill/. The directory is readable by
 * its owner only. Throws StoreError with a sentence when it can't be used; DiskError when the disk fails.
 */
export function openStores(
  directory: string,
  options: Partial<StoreOptions> = {},
  onReport: (sentence: string) => void = () => undefined,
): OpenStores {
  const messagesDirectory = join(directory, 'messages');
  const spillDirectory = join(directory, 'spill');
  layOut(directory, []);
  const lock = DirectoryLock.acquire(directory);
  try {
    const reports = bringToCurrentVersion(directory);
    layOut(directory, [messagesDirectory, spillDirectory]);
    refuseWithoutDefinitions(directory, messagesDirectory);
    const all: StoreOptions = { ...defaultStoreOptions, ...options };
    const around = { scheduler: nodeScheduler, random: secureRandomWord, options: all, onReport };
    const definitions = new DurableDefinitionStore({ ...around, disk: new NodeDisk(directory) });
    definitions.onRefusalChange((refusal) => onReport(refusal ?? 'The definition store can write again.'));
    const messages = new DurableMessageStore({ ...around, disk: new NodeDisk(messagesDirectory) });
    const spill = new PagedSpillFile(spillDirectory, all.diskFreeBytesMin);
    const missing = missingFiles(definitions, messages);
    return {
      messages,
      definitions,
      spill,
      reports: [...reports, ...definitions.reports, ...missing],
      close: async () => {
        await messages.close();
        definitions.noteLog(messages.durableGroup, messages.liveSegments);
        await Promise.all([definitions.close(), spill.close()]);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Messages without the queues they are in would be dropped as nobody's. A broker writes some before it takes its first. */
function refuseWithoutDefinitions(directory: string, messagesDirectory: string): void {
  if (existsSync(join(directory, definitionsFileName)) || !holdsSegment(new NodeDisk(messagesDirectory))) return;
  throw new StoreError(
    `${directory} holds messages but no ${definitionsFileName}, which says what queues they are in. Restore it from a backup; to begin without queues, move ${messagesDirectory} out of the way.`,
  );
}

/**
 * The log can't end before what a clean stop says it had reached, nor can a segment in which something lived be gone as long as
 * nothing was written since: a file was deleted, emptied, or put back from an older backup. Said once.
 */
function missingFiles(definitions: DurableDefinitionStore, messages: DurableMessageStore): string[] {
  const { durableGroup, liveSegments } = messages;
  const { reachedGroup } = definitions;
  if (durableGroup > reachedGroup) return [];
  const present = new Set(liveSegments);
  const missing = definitions.liveSegments.filter((number) => !present.has(number));
  if (durableGroup === reachedGroup && missing.length === 0) return [];
  definitions.noteLog(durableGroup, liveSegments);
  const what =
    durableGroup < reachedGroup
      ? `it ends at group ${durableGroup}, but had reached ${reachedGroup} when it was stopped`
      : `nothing is left of ${missing.length} of the segments that held messages when it was stopped (the first is ${missing[0]})`;
  return [
    `Message log: ${what}. A file of it is missing, was emptied or is older than the rest; the messages in it are lost. Restore the data directory from a backup if you have one.`,
  ];
}

function layOut(directory: string, folders: readonly string[]): void {
  try {
    for (const path of [directory, ...folders]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chmodSync(path, 0o700);
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      `The data directory ${directory} can't be written: ${reason}. Choose another one, or give this user the right to write there.`,
    );
  }
}

import type { LedgerRecord } from '../../db/ledger-repository';
import { operationLimits } from './operation-limits';

/** Parts whose bodies fit in memory together; a single larger one is a part of its own. */
export function* inParts(entries: readonly LedgerRecord[]): Generator<readonly LedgerRecord[]> {
  let part: LedgerRecord[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (part.length > 0 && bytes + entry.sizeBytes > operationLimits.discardBatchBytesMax) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(entry);
    bytes += entry.sizeBytes;
  }
  if (part.length > 0) yield part;
}

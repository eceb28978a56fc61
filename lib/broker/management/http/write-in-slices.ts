import type { ServerResponse } from 'node:http';
import { letOthersRun, sliceMs } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';

/** Writes pieces in slices and at the reader's pace. Ends early and quietly when the reader has gone. Does not end the response. */
export async function writeInSlices(response: ServerResponse, pieces: Iterable<string | Buffer>): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
  let pending: string[] = [];
  let pendingSize = 0;
  const flush = () => {
    const isRoomLeft = pending.length === 0 || response.write(pending.join(''));
    pending = [];
    pendingSize = 0;
    return isRoomLeft;
  };
  for (const piece of pieces) {
    if (response.destroyed) return;
    let isRoomLeft = true;
    if (typeof piece === 'string') {
      pending.push(piece);
      pendingSize += piece.length;
      if (pendingSize >= managementLimits.sliceBytes) isRoomLeft = flush();
    } else {
      flush();
      isRoomLeft = response.write(piece);
    }
    if (!isRoomLeft) await drained(response);
    else if (performance.now() < sliceEndsAt) continue;
    else await letOthersRun();
    sliceEndsAt = performance.now() + sliceMs;
  }
  flush();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
    if (response.destroyed || !response.writableNeedDrain) done();
  });
}

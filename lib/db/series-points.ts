import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { assert } from '../base/assert';
import { type SeriesField, seriesFields } from '../model/live';

export const pointIntervalMs = 10_000;
/** Points of one row; about a minute's worth is usual. */
export const batchPointsMax = 64;

/** One point; times are implied: batch start + index * pointIntervalMs. */
export type StoredPoint = Readonly<Record<SeriesField, number | null>>;

const pointBytes = seriesFields.length * 4;

/**
 * Layout of SeriesBatch.points, deflated (most values repeat), little endian, one row a point:
 *
 *   float32 ready | float32 unacknowledged | … in the order of seriesFields;   NaN = the broker did not tell
 *
 * Adding a field needs a migration that drops or widens the rows: the width of a row is the number of fields.
 */
export function encodePoints(points: readonly StoredPoint[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(points.length * pointBytes);
  const view = new DataView(bytes.buffer);
  points.forEach((point, pointIndex) => {
    seriesFields.forEach((field, fieldIndex) => {
      view.setFloat32(pointIndex * pointBytes + fieldIndex * 4, point[field] ?? Number.NaN, true);
    });
  });
  return Uint8Array.from(deflateRawSync(bytes));
}

export function decodePoints(deflated: Uint8Array): StoredPoint[] {
  const bytes = inflateRawSync(deflated, { maxOutputLength: batchPointsMax * pointBytes });
  assert(bytes.byteLength % pointBytes === 0, 'a batch of points is a whole number of points');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / pointBytes }, (_, pointIndex) => {
    const point = {} as Record<SeriesField, number | null>;
    seriesFields.forEach((field, fieldIndex) => {
      const value = view.getFloat32(pointIndex * pointBytes + fieldIndex * 4, true);
      point[field] = Number.isNaN(value) ? null : value;
    });
    return point;
  });
}

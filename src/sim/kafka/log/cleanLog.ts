import { keyText, type PartitionLog } from './PartitionLog.js';
import { offsetAt, type RecordBatch, type RecordColumns, sizeOf } from './RecordBatch.js';

/** Whether a compacted log has enough that was never cleaned (KA-027). */
export function isCleanable(log: PartitionLog, nowMs: number): boolean {
  if (!log.config.compacts) return false;
  const until = cleanableUntil(log, nowMs);
  if (until <= log.cleanedUntil) return false;
  let clean = 0;
  let dirty = 0;
  for (const segment of log.segments) {
    if (segment.baseOffset >= until) break;
    if (segment.baseOffset < log.cleanedUntil) clean += segment.sizeInBytes;
    else dirty += segment.sizeInBytes;
  }
  return dirty > 0 && dirty / (clean + dirty) >= log.config.minCleanableRatio;
}

/**
 * Keeps the last record of each key among the closed segments, at its offset (KA-027 to KA-030). Model: kafka 2.8.0 core log/LogCleaner.scala.
 */
export function cleanLog(log: PartitionLog, nowMs: number): void {
  const until = cleanableUntil(log, nowMs);
  const aborted = new Map<number, { firstOffset: number; lastOffset: number }[]>();
  for (const each of log.producers.aborted) aborted.set(each.producerId, [...(aborted.get(each.producerId) ?? []), each]);
  const isAborted = (batch: RecordBatch): boolean =>
    batch.isTransactional &&
    (aborted.get(batch.producerId) ?? []).some(
      (each) => batch.baseOffset >= each.firstOffset && batch.lastOffset < each.lastOffset,
    );
  const last = new Map<string, number>();
  for (const batch of log.batches()) {
    if (batch.baseOffset >= until) break;
    if (batch.control !== undefined || isAborted(batch)) continue;
    for (let i = 0; i < batch.records.count; i++) {
      const key = keyText(batch, i);
      if (key !== undefined) last.set(key, offsetAt(batch, i));
    }
  }
  const dataOf = new Set<number>();
  for (const segment of log.segments) {
    if (segment.baseOffset >= until) break;
    const kept: RecordBatch[] = [];
    for (const batch of segment.batches) {
      const left =
        batch.control === undefined
          ? cleanBatch(log, batch, last, isAborted(batch), nowMs)
          : cleanMarker(batch, dataOf, log, nowMs);
      if (left === undefined) continue;
      if (left.control === undefined && left.records.count > 0 && left.producerId >= 0) dataOf.add(left.producerId);
      kept.push(left);
    }
    segment.replace(kept);
  }
  log.cleanedUntil = until;
}

function cleanableUntil(log: PartitionLog, nowMs: number): number {
  let until = Math.min(log.active.baseOffset, log.lastStableOffset);
  if (log.config.minCompactionLagMs > 0) {
    for (const segment of log.segments) {
      if (segment.baseOffset >= until) break;
      if (nowMs - segment.largestTimestamp() < log.config.minCompactionLagMs) {
        until = segment.baseOffset;
        break;
      }
    }
  }
  // Whole segments only.
  for (const segment of log.segments)
    if (segment.baseOffset <= until && nextBase(log, segment) > until) return segment.baseOffset;
  return until;
}

const nextBase = (log: PartitionLog, segment: { readonly baseOffset: number }): number =>
  log.segments.find((each) => each.baseOffset > segment.baseOffset)?.baseOffset ?? Number.POSITIVE_INFINITY;

function cleanBatch(
  log: PartitionLog,
  batch: RecordBatch,
  last: ReadonlyMap<string, number>,
  aborted: boolean,
  nowMs: number,
): RecordBatch | undefined {
  const kept: number[] = [];
  let tombstones = false;
  for (let i = 0; i < batch.records.count; i++) {
    const key = keyText(batch, i);
    if (aborted || key === undefined || last.get(key) !== offsetAt(batch, i)) continue;
    const isTombstone = (batch.records.valueLengths[i] as number) < 0;
    if (isTombstone && batch.deleteHorizonMs !== undefined && nowMs >= batch.deleteHorizonMs) continue;
    tombstones ||= isTombstone;
    kept.push(i);
  }
  if (kept.length === 0 && !log.producers.isNewest(batch)) return undefined;
  const horizon = tombstones ? { deleteHorizonMs: batch.deleteHorizonMs ?? nowMs + log.config.deleteRetentionMs } : {};
  if (kept.length === batch.records.count) return { ...batch, ...horizon };
  const deltas = Int32Array.from(kept, (i) => offsetAt(batch, i) - batch.baseOffset);
  const records = select(batch.records, kept);
  return { ...batch, ...horizon, records, deltas, sizeInBytes: sizeOf(records, deltas) };
}

/** A marker stays until nothing of its producer's data is left before it and the horizon has passed (KA-030). */
function cleanMarker(batch: RecordBatch, dataOf: Set<number>, log: PartitionLog, nowMs: number): RecordBatch | undefined {
  if (dataOf.delete(batch.producerId)) return batch;
  const deleteHorizonMs = batch.deleteHorizonMs ?? nowMs + log.config.deleteRetentionMs;
  return nowMs >= deleteHorizonMs ? undefined : { ...batch, deleteHorizonMs };
}

function select(records: RecordColumns, kept: readonly number[]): RecordColumns {
  const headers = new Map(
    kept.flatMap((from, to) => (records.headers?.has(from) ? [[to, records.headers.get(from) ?? []] as const] : [])),
  );
  return {
    count: kept.length,
    data: records.data,
    starts: Int32Array.from(kept, (i) => records.starts[i] as number),
    keyLengths: Int32Array.from(kept, (i) => records.keyLengths[i] as number),
    valueLengths: Int32Array.from(kept, (i) => records.valueLengths[i] as number),
    timestamps: Float64Array.from(kept, (i) => records.timestamps[i] as number),
    ...(headers.size > 0 ? { headers } : {}),
  };
}

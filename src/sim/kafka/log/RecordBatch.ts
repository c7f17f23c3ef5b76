import { decodeUtf8 } from '../protocol/decodeUtf8.js';
import { BATCH_OVERHEAD, recordSize } from './batchSize.js';

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array;
}

/**
 * The records of one batch in columns. Record `i` has its key at `starts[i]` of `data`, its value behind it; a length of -1 is null.
 * Batches are shared, never changed: what a broker, its followers and the consumers hold is one object.
 */
export interface RecordColumns {
  readonly count: number;
  readonly data: Uint8Array;
  readonly starts: Int32Array;
  readonly keyLengths: Int32Array;
  readonly valueLengths: Int32Array;
  readonly timestamps: Float64Array;
  /** Headers of the records that have any. */
  readonly headers?: ReadonlyMap<number, readonly RecordHeader[]>;
}

export type TimestampType = 'CreateTime' | 'LogAppendTime';

/** One batch of a log, the unit of append, replication and fetch (KA-006). Model: kafka 2.8.0 common/record/DefaultRecordBatch.java. */
export interface RecordBatch {
  readonly baseOffset: number;
  /** Of the last record that was appended with it, whether compaction has kept it or not. */
  readonly lastOffset: number;
  /** Offsets of the records to the base, once compaction has left gaps. */
  readonly deltas?: Int32Array;
  readonly records: RecordColumns;
  readonly sizeInBytes: number;
  readonly maxTimestamp: number;
  readonly timestampType: TimestampType;
  readonly leaderEpoch: number;
  /** -1: neither idempotent nor transactional. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  /** A marker instead of records. */
  readonly control?: 'COMMIT' | 'ABORT';
  /** The event that says a producer sent it; no part of what is on disk, it only is the cause of what the run tells of it. */
  readonly producedAt?: number;
  /** When tombstones and markers in it may go; set by the first cleaning (KA-029). */
  readonly deleteHorizonMs?: number;
}

/** How many records the batch was appended with. */
export const appendedCount = (batch: RecordBatch): number => batch.lastOffset - batch.baseOffset + 1;

export const offsetAt = (batch: RecordBatch, i: number): number =>
  batch.baseOffset + (batch.deltas === undefined ? i : (batch.deltas[i] as number));

/** @returns undefined for null */
export function keyAt({ data, starts, keyLengths }: RecordColumns, i: number): Uint8Array | undefined {
  const length = keyLengths[i] as number;
  const start = starts[i] as number;
  return length < 0 ? undefined : data.subarray(start, start + length);
}

/** @returns undefined for null */
export function valueAt({ data, starts, keyLengths, valueLengths }: RecordColumns, i: number): Uint8Array | undefined {
  const length = valueLengths[i] as number;
  const start = (starts[i] as number) + Math.max(0, keyLengths[i] as number);
  return length < 0 ? undefined : data.subarray(start, start + length);
}

/** The records as texts for people: `key=value`, or the value alone where there is no key. */
export function contentsOf({ records }: RecordBatch): string[] {
  const text = (bytes: Uint8Array | undefined): string => (bytes === undefined ? 'null' : decodeUtf8(bytes));
  return Array.from({ length: records.count }, (_, i) => {
    const key = keyAt(records, i);
    const value = text(valueAt(records, i));
    return key === undefined ? value : `${text(key)}=${value}`;
  });
}

/** Bytes of the batch as it would be on disk. */
export function sizeOf(records: RecordColumns, deltas?: Int32Array): number {
  let size = BATCH_OVERHEAD;
  const first = records.timestamps[0] ?? 0;
  for (let i = 0; i < records.count; i++) {
    size += recordSize(
      {
        keyBytes: records.keyLengths[i] as number,
        valueBytes: records.valueLengths[i] as number,
        headers: records.headers?.get(i)?.map(({ key, value }) => [key.length, value.length] as const) ?? [],
      },
      (records.timestamps[i] as number) - first,
      deltas?.[i] ?? i,
    );
  }
  return size;
}

/** A batch as a client sends it: from offset 0, for the leader to place. */
export function batchOf(records: RecordColumns, parts: Partial<RecordBatch> = {}): RecordBatch {
  let maxTimestamp = -1;
  for (let i = 0; i < records.count; i++) maxTimestamp = Math.max(maxTimestamp, records.timestamps[i] as number);
  return {
    baseOffset: 0,
    lastOffset: records.count - 1,
    records,
    sizeInBytes: parts.sizeInBytes ?? sizeOf(records),
    maxTimestamp,
    timestampType: 'CreateTime',
    leaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    ...parts,
  };
}

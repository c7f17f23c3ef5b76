/** Bytes of a batch's header, format v2. */
export const BATCH_OVERHEAD = 61;
/** The most that length, attributes, timestamp and offset of one record can take. */
const MAX_RECORD_OVERHEAD = 21;

/** What decides about the size of a record; lengths in bytes, -1 for a key or value that is null. */
export interface RecordSizes {
  readonly keyBytes: number;
  readonly valueBytes: number;
  /** Length of name and value of each header. */
  readonly headers?: readonly (readonly [nameBytes: number, valueBytes: number])[];
}

/**
 * Bytes of one record inside an uncompressed batch (KA-007). Model: kafka 2.8.0 common/record/DefaultRecord.java `sizeInBytes`.
 * @param timestampDelta and `offsetDelta` to the batch's first record
 */
export function recordSize(record: RecordSizes, timestampDelta: number, offsetDelta: number): number {
  const body = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + contentSize(record);
  return varintSize(body) + body;
}

/** Bytes that a batch with this record alone may need at most: what the producer reserves for a record larger than `batch.size`. */
export function batchSizeUpperBound(record: RecordSizes): number {
  return BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + contentSize(record);
}

/** Bytes of a whole uncompressed batch. */
export function batchSize(records: readonly (RecordSizes & { readonly timestamp: number })[]): number {
  const first = records[0]?.timestamp ?? 0;
  return records.reduce((size, record, i) => size + recordSize(record, record.timestamp - first, i), BATCH_OVERHEAD);
}

/** Bytes of a zig-zag varint, or varlong, of an integer. Model: kafka 2.8.0 common/utils/ByteUtils.java. */
export function varintSize(value: number): number {
  // Without bit operations, since timestamps need more than 32 bits.
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  let bytes = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    bytes++;
  }
  return bytes;
}

function contentSize({ keyBytes, valueBytes, headers = [] }: RecordSizes): number {
  let size = lengthAndBytes(keyBytes) + lengthAndBytes(valueBytes) + varintSize(headers.length);
  for (const [nameBytes, headerBytes] of headers) size += lengthAndBytes(nameBytes) + lengthAndBytes(headerBytes);
  return size;
}

const lengthAndBytes = (bytes: number): number => varintSize(bytes) + Math.max(0, bytes);

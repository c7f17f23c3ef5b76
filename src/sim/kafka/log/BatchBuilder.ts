import { BATCH_OVERHEAD, batchSizeUpperBound, type RecordSizes, recordSize } from './batchSize.js';

/**
 * How full a producer's batch is. Model: kafka 2.8.0 common/record/MemoryRecordsBuilder.java `hasRoomFor`, `isFull`;
 * clients/producer/internals/RecordAccumulator.java `append` (KA-066).
 */
export class BatchBuilder {
  /** Bytes so far, uncompressed. */
  sizeInBytes = BATCH_OVERHEAD;
  recordCount = 0;
  private firstTimestamp = 0;
  private readonly writeLimit: number;

  /** @param batchSize `batch.size`; a first record that needs more gets what it needs */
  constructor(batchSize: number, first: RecordSizes) {
    this.writeLimit = Math.max(batchSize, batchSizeUpperBound(first));
  }

  /** Whether the record went in. The first one always does. */
  tryAppend(record: RecordSizes, timestamp: number): boolean {
    if (this.recordCount === 0) this.firstTimestamp = timestamp;
    const size = recordSize(record, timestamp - this.firstTimestamp, this.recordCount);
    if (this.recordCount > 0 && this.sizeInBytes + size > this.writeLimit) return false;
    this.sizeInBytes += size;
    this.recordCount++;
    return true;
  }

  /** Whether it can be sent without waiting for `linger.ms`. */
  get isFull(): boolean {
    return this.recordCount > 0 && this.sizeInBytes >= this.writeLimit;
  }
}

import type { EpochEnd, IsolationLevel } from '../protocol/api.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { LeaderEpochCache } from './LeaderEpochCache.js';
import type { LogConfig } from './LogConfig.js';
import { LogSegment } from './LogSegment.js';
import { ProducerStates } from './ProducerStates.js';
import { appendedCount, keyAt, offsetAt, type RecordBatch } from './RecordBatch.js';

/** Where a batch went; `duplicate`: it was there already, and nothing was appended. */
export interface Appended {
  readonly error: 'NONE';
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly duplicate: boolean;
  readonly appendTime: number;
}

export interface Refused {
  readonly error: ErrorName;
  readonly message?: string;
}

export interface FetchedData {
  readonly batches: readonly RecordBatch[];
  readonly sizeInBytes: number;
}

/**
 * One replica of a partition: what its disk holds. It survives a crash of its broker; the high watermark only as far as its checkpoint.
 * Model: kafka 2.8.0 core log/Log.scala.
 */
export class PartitionLog {
  segments: LogSegment[];
  readonly epochs = new LeaderEpochCache();
  producers = new ProducerStates();
  config: LogConfig;
  logStartOffset = 0;
  logEndOffset = 0;
  private watermark = 0;
  /** What a restarted broker begins with (KA-033). */
  checkpointedHighWatermark = 0;
  /** Everything below has been cleaned at least once (KA-027). */
  cleanedUntil = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
    config: LogConfig,
    nowMs: number,
  ) {
    this.config = config;
    this.segments = [new LogSegment(0, nowMs)];
  }

  get name(): string {
    return `${this.topic}-${this.partition}`;
  }

  get highWatermark(): number {
    return this.watermark;
  }

  get active(): LogSegment {
    return this.segments.at(-1) as LogSegment;
  }

  get sizeInBytes(): number {
    return this.segments.reduce((size, segment) => size + segment.sizeInBytes, 0);
  }

  /** Readers of committed data see only what is below (KA-003). */
  get lastStableOffset(): number {
    const first = this.producers.firstUnstableOffset;
    return first !== undefined && first < this.watermark ? first : this.watermark;
  }

  /** @returns whether it moved */
  setHighWatermark(offset: number): boolean {
    const next = Math.min(Math.max(offset, this.logStartOffset), this.logEndOffset);
    if (next === this.watermark) return false;
    this.watermark = next;
    this.producers.highWatermarkMoved(next);
    return true;
  }

  /** What a restarted broker knows of it; the states of producers are those of the log. */
  recoverHighWatermark(): void {
    this.watermark = Math.max(this.logStartOffset, Math.min(this.checkpointedHighWatermark, this.logEndOffset));
    this.producers = new ProducerStates();
    for (const batch of this.batches()) this.producers.update(batch);
    this.producers.highWatermarkMoved(this.watermark);
  }

  /** Appends a client's or coordinator's batch at the leader, if it may be (KA-011). */
  appendAsLeader(batch: RecordBatch, leaderEpoch: number, nowMs: number): Appended | Refused {
    if (batch.control === undefined) {
      const refused = this.validate(batch, nowMs);
      if (refused !== undefined) return refused;
    }
    if (batch.producerId >= 0) {
      if (batch.control !== undefined) {
        const error = this.producers.checkMarker(batch.producerId, batch.producerEpoch);
        if (error !== 'NONE') return { error };
      } else {
        const check = this.producers.check(batch);
        if (check.kind === 'refuse') return { error: check.error };
        if (check.kind === 'duplicate') {
          const lastOffset = check.baseOffset + appendedCount(batch) - 1;
          return { error: 'NONE', baseOffset: check.baseOffset, lastOffset, duplicate: true, appendTime: -1 };
        }
      }
    }
    const byAppend = this.config.timestampType === 'LogAppendTime';
    const baseOffset = this.logEndOffset;
    const placed: RecordBatch = {
      ...batch,
      baseOffset,
      lastOffset: baseOffset + appendedCount(batch) - 1,
      leaderEpoch,
      ...(byAppend
        ? {
            timestampType: 'LogAppendTime' as const,
            maxTimestamp: nowMs,
            records: { ...batch.records, timestamps: new Float64Array(batch.records.count).fill(nowMs) },
          }
        : {}),
    };
    this.append(placed, nowMs);
    return { error: 'NONE', baseOffset, lastOffset: placed.lastOffset, duplicate: false, appendTime: byAppend ? nowMs : -1 };
  }

  /** Appends what the leader sent. */
  appendAsFollower(batch: RecordBatch, nowMs: number): void {
    if (batch.baseOffset < this.logEndOffset) return;
    this.append(batch, nowMs);
  }

  private append(batch: RecordBatch, nowMs: number): void {
    this.rollIfDue(batch, nowMs);
    this.epochs.assign(batch.leaderEpoch, batch.baseOffset);
    this.active.append(batch);
    this.producers.update(batch);
    this.logEndOffset = batch.lastOffset + 1;
  }

  private validate(batch: RecordBatch, nowMs: number): Refused | undefined {
    if (batch.sizeInBytes > this.config.maxMessageBytes) return { error: 'MESSAGE_TOO_LARGE' };
    const { records } = batch;
    if (this.config.compacts) {
      for (let i = 0; i < records.count; i++)
        if ((records.keyLengths[i] as number) < 0)
          return { error: 'INVALID_RECORD', message: 'One or more records have been rejected' };
    }
    if (this.config.timestampType === 'CreateTime') {
      for (let i = 0; i < records.count; i++) {
        if (Math.abs((records.timestamps[i] as number) - nowMs) > this.config.maxTimestampDifferenceMs)
          return { error: 'INVALID_TIMESTAMP', message: 'One or more records have been rejected due to invalid timestamp' };
      }
    }
    return batch.sizeInBytes > this.config.segmentBytes ? { error: 'RECORD_LIST_TOO_LARGE' } : undefined;
  }

  /** A new segment before this batch, if size or time ask for one (KA-021). */
  private rollIfDue(batch: RecordBatch, nowMs: number): void {
    const { active, config } = this;
    if (active.batches.length === 0) return;
    const waited = (batch.maxTimestamp >= 0 ? batch.maxTimestamp : nowMs) - (active.firstTimestamp ?? active.createdMs);
    if (active.sizeInBytes > config.segmentBytes - batch.sizeInBytes || waited > config.segmentMs) this.roll(nowMs);
  }

  /** Begins a new active segment; nothing when the active one is empty. */
  roll(nowMs: number): void {
    if (this.active.baseOffset === this.logEndOffset) return;
    this.segments.push(new LogSegment(this.logEndOffset, nowMs));
  }

  /** Batches from the one that holds `offset` on, below `until`, up to `maxBytes`; one at least when `atLeastOne` (KA-017, KA-018). */
  read(offset: number, until: number, maxBytes: number, atLeastOne: boolean): FetchedData {
    const batches: RecordBatch[] = [];
    let sizeInBytes = 0;
    for (let s = this.segmentIndex(offset); s < this.segments.length; s++) {
      const segment = this.segments[s] as LogSegment;
      for (let i = segment.indexOf(offset); i < segment.batches.length; i++) {
        const batch = segment.batches[i] as RecordBatch;
        if (batch.baseOffset >= until) return { batches, sizeInBytes };
        if (sizeInBytes + batch.sizeInBytes > maxBytes && !(atLeastOne && batches.length === 0)) return { batches, sizeInBytes };
        batches.push(batch);
        sizeInBytes += batch.sizeInBytes;
      }
    }
    return { batches, sizeInBytes };
  }

  /** Bytes between two offsets, as far as they decide whether a fetch is answered. */
  bytesBetween(offset: number, until: number, enough: number): number {
    let size = 0;
    for (let s = this.segmentIndex(offset); s < this.segments.length && size < enough; s++) {
      const segment = this.segments[s] as LogSegment;
      for (let i = segment.indexOf(offset); i < segment.batches.length && size < enough; i++) {
        const batch = segment.batches[i] as RecordBatch;
        if (batch.baseOffset >= until) return size;
        size += batch.sizeInBytes;
      }
    }
    return size;
  }

  /** Where readers of an isolation level have to stop. */
  upperBound(isolation: IsolationLevel): number {
    return isolation === 'read_committed' ? this.lastStableOffset : this.watermark;
  }

  /** The first record below `until` whose timestamp is at or after `time`, in the order of offsets (KA-020). */
  findTimestamp(
    time: number,
    until: number,
  ): { readonly offset: number; readonly timestamp: number; readonly epoch: number } | undefined {
    for (const batch of this.batches()) {
      if (batch.baseOffset >= until) return undefined;
      if (batch.maxTimestamp < time || batch.control !== undefined) continue;
      for (let i = 0; i < batch.records.count; i++) {
        const timestamp = batch.records.timestamps[i] as number;
        const offset = offsetAt(batch, i);
        if (timestamp >= time && offset >= this.logStartOffset && offset < until)
          return { offset, timestamp, epoch: batch.leaderEpoch };
      }
    }
    return undefined;
  }

  /** All batches that are still readable, in order. */
  *batches(): Iterable<RecordBatch> {
    for (const segment of this.segments)
      for (const batch of segment.batches) if (batch.lastOffset >= this.logStartOffset) yield batch;
  }

  endOfEpoch(epoch: number): EpochEnd | undefined {
    return this.epochs.endOf(epoch, this.logEndOffset);
  }

  /** Drops everything from `offset` on (KA-042). */
  truncateTo(offset: number): void {
    if (offset >= this.logEndOffset) return;
    this.segments = this.segments.filter((segment, i) => i === 0 || segment.baseOffset < offset);
    const last = this.active;
    last.replace(last.batches.filter((batch) => batch.baseOffset < offset));
    this.logEndOffset = offset;
    this.logStartOffset = Math.min(this.logStartOffset, offset);
    this.cleanedUntil = Math.min(this.cleanedUntil, offset);
    this.epochs.truncateTo(offset);
    this.producers = new ProducerStates();
    for (const batch of this.batches()) this.producers.update(batch);
    this.watermark = Math.min(this.watermark, offset);
    this.producers.highWatermarkMoved(this.watermark);
  }

  /** Starts over at `offset`, with nothing: a follower whose leader has deleted what it needs. */
  startOver(offset: number, nowMs: number): void {
    this.segments = [new LogSegment(offset, nowMs)];
    this.producers = new ProducerStates();
    this.epochs.truncateTo(0);
    this.logStartOffset = offset;
    this.logEndOffset = offset;
    this.watermark = offset;
    this.cleanedUntil = offset;
  }

  /** Moves the log start up, and deletes segments that lie below it (KA-022). */
  startAt(offset: number): void {
    if (offset <= this.logStartOffset) return;
    this.logStartOffset = offset;
    if (this.watermark < offset) this.watermark = offset;
    this.epochs.startAt(offset);
    const firstKept = this.segments.findIndex((_, i) => i + 1 === this.segments.length || this.nextBase(i) > offset);
    this.segments.splice(0, firstKept);
  }

  /** Runs retention (KA-022 to KA-025). @returns how many segments were deleted */
  enforceRetention(nowMs: number): number {
    const { config } = this;
    if (!config.deletes) return 0;
    let deleted = 0;
    if (config.retentionMs >= 0)
      deleted += this.deleteWhile(nowMs, (segment) => nowMs - segment.largestTimestamp() > config.retentionMs);
    if (config.retentionBytes >= 0) {
      let excess = this.sizeInBytes - config.retentionBytes;
      deleted += this.deleteWhile(nowMs, (segment) => {
        if (excess - segment.sizeInBytes < 0) return false;
        excess -= segment.sizeInBytes;
        return true;
      });
    }
    return deleted;
  }

  /** Deletes segments from the oldest on while `due`, as far as the high watermark allows; the active one too, once it holds something. */
  private deleteWhile(nowMs: number, due: (segment: LogSegment) => boolean): number {
    let count = 0;
    while (count < this.segments.length) {
      const segment = this.segments[count] as LogSegment;
      const isActive = count === this.segments.length - 1;
      if (isActive && segment.batches.length === 0) break;
      if (this.nextBase(count) > this.watermark || !due(segment)) break;
      count++;
    }
    if (count === 0) return 0;
    if (count === this.segments.length) this.roll(nowMs);
    this.segments.splice(0, count);
    this.startAt((this.segments[0] as LogSegment).baseOffset);
    return count;
  }

  private nextBase(i: number): number {
    return this.segments[i + 1]?.baseOffset ?? this.logEndOffset;
  }

  private segmentIndex(offset: number): number {
    let i = this.segments.length - 1;
    while (i > 0 && (this.segments[i] as LogSegment).baseOffset > offset) i--;
    return i;
  }
}

/** Text of a key for comparing keys: equal bytes are equal texts. */
export function keyText(batch: RecordBatch, i: number): string | undefined {
  const key = keyAt(batch.records, i);
  return key === undefined ? undefined : String.fromCharCode(...key);
}

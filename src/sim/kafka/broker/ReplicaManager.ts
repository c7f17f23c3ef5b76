import type { Cancel } from '../../../engine/ports/Process.js';
import { Rank } from '../../kernel/EventQueue.js';
import type { LogConfig } from '../log/LogConfig.js';
import { PartitionLog } from '../log/PartitionLog.js';
import { contentsOf, type RecordBatch } from '../log/RecordBatch.js';
import type { EpochEnd, FetchPartition, FetchResult, PartitionState, ProduceResult, RequestOf, Result } from '../protocol/api.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { isInternalTopic, partitionName, splitName } from '../topics.js';
import type { BrokerContext } from './BrokerContext.js';
import { Partition, type PartitionListener } from './Partition.js';
import { ReplicaFetchers } from './ReplicaFetchers.js';

type Produced = ReadonlyMap<string, ProduceResult>;

/** The replicas of one broker, and the requests that wait for them. Model: kafka 2.8.0 core server/ReplicaManager.scala. */
export class ReplicaManager implements PartitionListener {
  readonly partitions = new Map<string, Partition>();
  readonly fetchers: ReplicaFetchers;

  constructor(private readonly broker: BrokerContext) {
    this.fetchers = new ReplicaFetchers(broker, this.partitions);
    const lag = broker.number('replica.lag.time.max.ms');
    broker.every(lag / 2, 'in-sync replicas', () => {
      for (const partition of this.partitions.values()) partition.shrinkIsr(broker.nowMs);
    });
    // Only what a crash would lose needs to be written down: the disk is shared with the log.
    broker.every(broker.number('replica.high.watermark.checkpoint.interval.ms'), 'checkpoint', () => this.checkpoint());
  }

  checkpoint(): void {
    for (const { log } of this.partitions.values()) log.checkpointedHighWatermark = log.highWatermark;
  }

  /** What the controller has decided for replicas of this broker. @returns those that lead now, and those that have ceased to */
  becomeLeaderOrFollower(states: readonly PartitionState[]): { readonly leaders: Partition[]; readonly followers: Partition[] } {
    const leaders: Partition[] = [];
    const followers: Partition[] = [];
    for (const state of states) {
      if (!state.replicas.includes(this.broker.id)) continue;
      const name = partitionName(state.topic, state.partition);
      let partition = this.partitions.get(name);
      if (partition === undefined) {
        partition = new Partition(
          this.broker.id,
          this.broker.logFor(state.topic, state.partition),
          this.broker.number('replica.lag.time.max.ms'),
          this,
        );
        this.partitions.set(name, partition);
      }
      if (state.leaderEpoch < partition.leaderEpoch) continue;
      const changed = state.leaderEpoch > partition.leaderEpoch;
      if (!changed) continue;
      const wasLeader = partition.isLeader;
      if (partition.update(state, this.broker.nowMs)) leaders.push(partition);
      else if (wasLeader && !partition.isLeader) followers.push(partition);
      this.fetchers.follow(partition);
    }
    return { leaders, followers };
  }

  stopReplica(name: string, deletes: boolean): void {
    const partition = this.partitions.get(name);
    this.fetchers.forget(name);
    if (partition !== undefined) {
      this.partitions.delete(name);
      partition.leader = -1;
      partition.wake();
    }
    if (deletes) this.broker.deleteLog(name);
  }

  /** The partition, if this broker leads it; else the error to answer with. */
  leaderOf(name: string): Partition | ErrorName {
    const partition = this.partitions.get(name);
    if (partition === undefined) return this.broker.knows(name) ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION';
    return partition.isLeader ? partition : 'NOT_LEADER_OR_FOLLOWER';
  }

  /**
   * Appends batches at their leaders; with acks -1 the answer waits for the in-sync replicas (KA-011 to KA-014).
   * @param internal from a coordinator of this broker
   */
  append(
    batches: ReadonlyMap<string, RecordBatch>,
    acks: number,
    timeoutMs: number,
    internal: boolean,
    done: (results: Produced) => void,
  ): void {
    const results = new Map<string, ProduceResult>();
    const waiting = new Map<string, number>();
    for (const [name, batch] of batches) {
      const result = this.appendOne(name, batch, acks, internal);
      results.set(name, result);
      if (acks === -1 && result.error === 'NONE') waiting.set(name, result.baseOffset + batch.lastOffset - batch.baseOffset + 1);
    }
    if (waiting.size === 0) {
      done(results);
      return;
    }
    this.delay([...waiting.keys()], timeoutMs, (expired) => {
      for (const [name, required] of waiting) {
        const error = this.acknowledged(name, required);
        if (error === undefined) continue;
        waiting.delete(name);
        if (error !== 'NONE') results.set(name, failed(error));
      }
      if (waiting.size > 0 && !expired) return false;
      for (const name of waiting.keys()) results.set(name, failed('REQUEST_TIMED_OUT'));
      done(results);
      return true;
    });
  }

  /** Answers at once, or when enough can be read, or when the fetcher has waited long enough (KA-016 to KA-019). */
  fetch(request: RequestOf<'fetch'>, done: (results: ReadonlyMap<string, FetchResult>) => void): void {
    const { results, bytes, immediate } = this.read(request);
    if (request.maxWaitMs <= 0 || request.partitions.size === 0 || immediate || bytes >= request.minBytes) {
      done(results);
      return;
    }
    let first = true;
    this.delay([...request.partitions.keys()], request.maxWaitMs, (expired) => {
      // What was just read need not be looked at again.
      if (first && !expired) {
        first = false;
        return false;
      }
      if (!expired && !this.hasEnough(request)) return false;
      done(this.read(request).results);
      return true;
    });
  }

  endOfEpoch(name: string, epoch: number): Result & EpochEnd {
    const partition = this.leaderOf(name);
    if (typeof partition === 'string') return { error: partition, epoch: -1, endOffset: -1 };
    const end = partition.log.endOfEpoch(epoch);
    return { error: 'NONE', epoch: end?.epoch ?? -1, endOffset: end?.endOffset ?? -1 };
  }

  /** Moves the log start up to an offset, -1 for the high watermark; answered when all replicas have followed. */
  deleteRecords(name: string, before: number, done: (result: Result & { readonly lowWatermark: number }) => void): void {
    const partition = this.leaderOf(name);
    if (typeof partition === 'string') {
      done({ error: partition, lowWatermark: -1 });
      return;
    }
    const { log } = partition;
    const offset = before === -1 ? log.highWatermark : before;
    if (offset < 0 || offset > log.highWatermark) {
      done({ error: 'OFFSET_OUT_OF_RANGE', lowWatermark: -1 });
      return;
    }
    if (offset > log.logStartOffset) {
      log.startAt(offset);
      this.broker.emit({ type: 'logStart.moved', topic: log.topic, partition: log.partition, offset });
      partition.wake();
    }
    done({ error: 'NONE', lowWatermark: log.logStartOffset });
  }

  highWatermarkMoved({ log }: Partition): void {
    if (!isInternalTopic(log.topic))
      this.broker.emit({ type: 'highWatermark.moved', topic: log.topic, partition: log.partition, offset: log.highWatermark });
  }

  alterIsr(partition: Partition, isr: readonly number[]): void {
    const { leaderEpoch, name } = partition;
    this.broker.askController('alterIsr', { brokerId: this.broker.id, partition: name, leaderEpoch, isr }, (response) => {
      if (partition.leaderEpoch === leaderEpoch)
        partition.isrAltered(response?.error === 'NONE' ? response.isr : undefined, this.broker.nowMs);
    });
  }

  private appendOne(name: string, batch: RecordBatch, acks: number, internal: boolean): ProduceResult {
    if (!internal && isInternalTopic(splitName(name).topic)) return failed('INVALID_TOPIC_EXCEPTION');
    const partition = this.leaderOf(name);
    if (typeof partition === 'string') return failed(partition);
    const { log } = partition;
    if (acks === -1 && partition.isr.length < log.config.minInsyncReplicas) return failed('NOT_ENOUGH_REPLICAS');
    const { nowMs } = this.broker;
    const appended = log.appendAsLeader(batch, partition.leaderEpoch, nowMs);
    if (appended.error !== 'NONE') return failed(appended.error, 'message' in appended ? appended.message : undefined);
    const { baseOffset, lastOffset, duplicate, appendTime } = appended as Extract<
      typeof appended,
      { readonly baseOffset: number }
    >;
    if (!duplicate) {
      this.broker.emit({
        type: 'record.appended',
        topic: log.topic,
        partition: log.partition,
        fromOffset: baseOffset,
        untilOffset: lastOffset + 1,
        bytes: batch.sizeInBytes,
        ...(batch.producerId < 0 ? {} : { producerId: batch.producerId }),
        ...(batch.control === undefined ? {} : { marker: batch.control }),
        ...(this.broker.detail && !internal ? { contents: contentsOf(batch) } : {}),
        ...((batch.producedAt ?? -1) < 0 ? {} : { cause: batch.producedAt as number }),
      });
      partition.advanceHighWatermark(nowMs);
      partition.wake();
    }
    return { error: 'NONE', baseOffset, logAppendTime: appendTime, logStartOffset: log.logStartOffset };
  }

  /** undefined: not yet. */
  private acknowledged(name: string, required: number): ErrorName | undefined {
    const partition = this.leaderOf(name);
    if (typeof partition === 'string') return partition;
    if (partition.log.highWatermark < required) return undefined;
    return partition.isr.length >= partition.log.config.minInsyncReplicas ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
  }

  private read(request: RequestOf<'fetch'>): { results: Map<string, FetchResult>; bytes: number; immediate: boolean } {
    const results = new Map<string, FetchResult>();
    let bytes = 0;
    let left = request.maxBytes;
    let immediate = false;
    for (const [name, wanted] of request.partitions) {
      const { result, size } = this.readOne(request, name, wanted, left, bytes === 0);
      results.set(name, result);
      bytes += size;
      left = Math.max(0, left - size);
      immediate ||= result.error !== 'NONE' || result.diverging !== undefined;
    }
    return { results, bytes, immediate };
  }

  private readOne(
    request: RequestOf<'fetch'>,
    name: string,
    wanted: FetchPartition,
    left: number,
    atLeastOne: boolean,
  ): { readonly result: FetchResult; readonly size: number } {
    const partition = this.leaderOf(name);
    const refuse = (error: ErrorName): { readonly result: FetchResult; readonly size: number } => ({
      result: noData(error),
      size: 0,
    });
    if (typeof partition === 'string') return refuse(partition);
    const { log } = partition;
    if (wanted.currentLeaderEpoch >= 0 && wanted.currentLeaderEpoch !== partition.leaderEpoch)
      return refuse(wanted.currentLeaderEpoch < partition.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH');
    const fromFollower = request.replicaId >= 0;
    const { nowMs } = this.broker;
    if (wanted.lastFetchedEpoch >= 0) {
      const end = log.endOfEpoch(wanted.lastFetchedEpoch);
      if (end === undefined) return refuse('OFFSET_OUT_OF_RANGE');
      if (end.epoch < wanted.lastFetchedEpoch || end.endOffset < wanted.offset)
        return { result: { ...noData('NONE'), highWatermark: log.highWatermark, diverging: end }, size: 0 };
    }
    if (wanted.offset < log.logStartOffset || wanted.offset > log.logEndOffset) return refuse('OFFSET_OUT_OF_RANGE');
    const until = fromFollower ? log.logEndOffset : log.upperBound(request.isolation);
    const { batches, sizeInBytes } = log.read(wanted.offset, until, Math.min(wanted.maxBytes, left), atLeastOne);
    if (fromFollower) partition.followerFetched(request.replicaId, wanted.offset, nowMs);
    const last = batches.at(-1);
    return {
      result: {
        error: 'NONE',
        highWatermark: log.highWatermark,
        lastStableOffset: log.lastStableOffset,
        logStartOffset: log.logStartOffset,
        batches,
        aborted:
          request.isolation === 'read_committed' && last !== undefined
            ? log.producers.abortedWithin(wanted.offset, last.lastOffset + 1)
            : [],
      },
      size: sizeInBytes,
    };
  }

  /** Whether a waiting fetch should be answered now. */
  private hasEnough(request: RequestOf<'fetch'>): boolean {
    let bytes = 0;
    for (const [name, wanted] of request.partitions) {
      const partition = this.leaderOf(name);
      if (typeof partition === 'string') return true;
      if (wanted.currentLeaderEpoch >= 0 && wanted.currentLeaderEpoch !== partition.leaderEpoch) return true;
      const { log } = partition;
      if (wanted.offset < log.logStartOffset || wanted.offset > log.logEndOffset) return true;
      const until = request.replicaId >= 0 ? log.logEndOffset : log.upperBound(request.isolation);
      if (wanted.offset < until) bytes += log.bytesBetween(wanted.offset, until, request.minBytes);
      if (bytes >= request.minBytes) return true;
    }
    return false;
  }

  /** Has `tryComplete` called now, at every change of the partitions, and at the end of the time, until it returns true. */
  private delay(names: readonly string[], timeoutMs: number, tryComplete: (expired: boolean) => boolean): void {
    let over = false;
    // Answering a follower's fetch moves its own partition, which wakes this request again.
    let trying = false;
    let cancelTimer: Cancel = () => {};
    const leave: Cancel[] = [];
    const attempt = (expired: boolean): boolean => {
      if (over || trying) return over;
      trying = true;
      over = tryComplete(expired);
      trying = false;
      if (!over) return false;
      cancelTimer();
      for (const each of leave) each();
      return true;
    };
    if (attempt(false)) return;
    for (const name of names) {
      const partition = this.partitions.get(name);
      if (partition !== undefined) leave.push(partition.wait(() => attempt(false)));
    }
    const { kernel, host } = this.broker;
    cancelTimer = kernel.schedule(kernel.now + timeoutMs * 1000, host, 'delayed request', () => attempt(true), Rank.timer);
  }
}

const failed = (error: ErrorName, message?: string): ProduceResult => ({
  error,
  ...(message === undefined ? {} : { message }),
  baseOffset: -1,
  logAppendTime: -1,
  logStartOffset: -1,
});

const noData = (error: ErrorName): FetchResult => ({
  error,
  highWatermark: -1,
  lastStableOffset: -1,
  logStartOffset: -1,
  batches: [],
  aborted: [],
});

/** An empty log for a replica that a broker has just been given. */
export const emptyLog = (topic: string, partition: number, config: LogConfig, nowMs: number): PartitionLog =>
  new PartitionLog(topic, partition, config, nowMs);

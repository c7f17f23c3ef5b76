import { ConsumerRecord } from '../../../engine/kafka/ConsumerRecord.js';
import { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import { keyAt, offsetAt, type RecordBatch, valueAt } from '../log/RecordBatch.js';
import { addressOf, type ClientMetadata } from '../net/ClientMetadata.js';
import type { NetworkClient } from '../net/NetworkClient.js';
import type { Deserializer } from '../producer/serializers.js';
import type { FetchPartition, FetchResult, IsolationLevel } from '../protocol/api.js';
import { KafkaException, SerializationException } from '../protocol/errors.js';
import { OffsetOutOfRangeException } from './exceptions.js';
import { type FetchPosition, positionText, type SubscriptionState } from './SubscriptionState.js';

export interface FetcherOptions {
  readonly isolation: IsolationLevel;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxWaitMs: number;
  readonly maxPartitionBytes: number;
  readonly maxPollRecords: number;
  readonly keys: Deserializer;
  readonly values: Deserializer;
}

/** Data of one partition that has arrived and was not handed out yet. */
interface CompletedFetch {
  readonly partition: TopicPartition;
  readonly name: string;
  readonly fetchOffset: number;
  readonly result: FetchResult;
  readonly aborted: { readonly producerId: number; readonly firstOffset: number }[];
  readonly abortedNow: Set<number>;
  initialised: boolean;
  batch: number;
  record: number;
  /** The next offset that it would give. */
  next: number;
  lastEpoch: number | undefined;
  consumed: boolean;
}

export type Fetched<K, V> = Map<TopicPartition, ConsumerRecord<K, V>[]>;

/** Fetches, buffers and hands out records (KA-104 to KA-110). Model: kafka 2.8.0 clients/consumer/internals/Fetcher.java. */
export class Fetcher<K, V> {
  private completed: CompletedFetch[] = [];
  private readonly inFlight = new Set<number>();

  /** Version of the metadata with which a partition was asked for in vain: Kafka asks again at once, which on a network without latency never ends. */
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly client: NetworkClient,
    private readonly metadata: ClientMetadata,
    private readonly subscriptions: SubscriptionState,
    private readonly options: FetcherOptions,
    /** Something arrived. */
    private readonly wake: () => void,
  ) {}

  get hasAvailable(): boolean {
    return this.completed.some(({ name }) => this.subscriptions.isFetchable(name));
  }

  /** Asks every leader that isn't being asked for what is not buffered. */
  sendFetches(): void {
    const byNode = new Map<number, Map<string, FetchPartition>>();
    const buffered = new Set(this.completed.map(({ name }) => name));
    for (const partition of this.subscriptions.assigned) {
      const name = partition.toString();
      if (buffered.has(name) || !this.subscriptions.isFetchable(name)) continue;
      if (this.refused.get(name) === this.metadata.version) continue;
      const position = this.subscriptions.position(name) as FetchPosition;
      const { leader } = position.currentLeader;
      if (leader === undefined) {
        this.metadata.requestUpdate();
        continue;
      }
      if (this.inFlight.has(leader.id)) continue;
      const wanted = byNode.get(leader.id) ?? new Map<string, FetchPartition>();
      byNode.set(leader.id, wanted);
      wanted.set(name, {
        offset: position.offset,
        maxBytes: this.options.maxPartitionBytes,
        currentLeaderEpoch: position.currentLeader.epoch,
        lastFetchedEpoch: -1,
        logStartOffset: -1,
      });
    }
    for (const [id, partitions] of byNode) this.send(id, partitions);
  }

  /** Up to `max.poll.records` records, one partition's data after the other's. @throws what a partition's answer or record stands for */
  collect(): Fetched<K, V> {
    const fetched: Fetched<K, V> = new Map();
    let left = this.options.maxPollRecords;
    const pausedFetches: CompletedFetch[] = [];
    try {
      while (left > 0) {
        const fetch = this.completed[0];
        if (fetch === undefined) break;
        if (!fetch.initialised) {
          try {
            this.initialise(fetch);
          } catch (error) {
            // The error waits until what was read before has been handed out.
            if (fetched.size === 0) this.completed.shift();
            throw error;
          }
          if (fetch.consumed) {
            this.completed.shift();
            continue;
          }
        }
        if (this.subscriptions.isPaused(fetch.name)) {
          pausedFetches.push(this.completed.shift() as CompletedFetch);
          continue;
        }
        const records = this.take(fetch, left);
        if (fetch.consumed) this.completed.shift();
        if (records.length > 0) {
          const known = fetched.get(fetch.partition);
          if (known === undefined) fetched.set(fetch.partition, records);
          else known.push(...records);
          left -= records.length;
        }
      }
    } catch (error) {
      if (fetched.size === 0) throw error;
    } finally {
      this.completed.push(...pausedFetches);
    }
    return fetched;
  }

  /** Drops what belongs to partitions that are no longer assigned. */
  retainAssigned(): void {
    this.completed = this.completed.filter(({ name }) => this.subscriptions.isAssigned(name));
  }

  private send(node: number, partitions: ReadonlyMap<string, FetchPartition>): void {
    const broker = this.metadata.broker(node);
    if (broker === undefined) return;
    this.inFlight.add(node);
    const { maxWaitMs, minBytes, maxBytes, isolation } = this.options;
    const request = { replicaId: -1, maxWaitMs, minBytes, maxBytes, isolation, partitions };
    this.client.send(addressOf(broker), 'fetch', request, (response) => {
      this.inFlight.delete(node);
      if (response === undefined) this.metadata.requestUpdate();
      else {
        for (const [name, result] of response.partitions) {
          const asked = partitions.get(name) as FetchPartition;
          this.completed.push({
            partition: this.subscriptions.assigned.find((each) => each.toString() === name) ?? TopicPartition.parse(name),
            name,
            fetchOffset: asked.offset,
            result,
            aborted: [...result.aborted],
            abortedNow: new Set(),
            initialised: false,
            batch: 0,
            record: 0,
            next: asked.offset,
            lastEpoch: undefined,
            consumed: false,
          });
        }
        this.dropEmpty();
      }
      this.wake();
    });
  }

  /** Answers without data need not wait for a poll. */
  private dropEmpty(): void {
    this.completed = this.completed.filter(({ result }) => result.error !== 'NONE' || result.batches.length > 0);
  }

  /** Looks at an answer before its records are read. @throws the position is out of range, and there is no policy */
  private initialise(fetch: CompletedFetch): void {
    fetch.initialised = true;
    const { name, result, fetchOffset, partition } = fetch;
    const position = this.subscriptions.validPosition(name);
    if (!this.subscriptions.isFetchable(name) && !this.subscriptions.isPaused(name)) {
      fetch.consumed = true;
      return;
    }
    if (position === undefined || position.offset !== fetchOffset) {
      fetch.consumed = true;
      return;
    }
    if (result.error === 'NONE') return;
    fetch.consumed = true;
    switch (result.error) {
      case 'OFFSET_OUT_OF_RANGE':
        if (this.subscriptions.hasPolicy) this.subscriptions.requestReset(partition);
        else {
          throw new OffsetOutOfRangeException(
            `Fetch position ${positionText(position)} is out of range for partition ${name}`,
            new Map([[partition, position.offset]]),
          );
        }
        return;
      case 'NOT_LEADER_OR_FOLLOWER':
      case 'REPLICA_NOT_AVAILABLE':
      case 'KAFKA_STORAGE_ERROR':
      case 'FENCED_LEADER_EPOCH':
      case 'UNKNOWN_LEADER_EPOCH':
      case 'OFFSET_NOT_AVAILABLE':
      case 'UNKNOWN_TOPIC_OR_PARTITION':
        this.refused.set(name, this.metadata.version);
        this.metadata.requestUpdate();
        return;
      default:
        throw new KafkaException(
          `Unexpected error code ${result.error} while fetching at offset ${fetchOffset} from topic-partition ${name}`,
        );
    }
  }

  private take(fetch: CompletedFetch, most: number): ConsumerRecord<K, V>[] {
    const { name, result } = fetch;
    const position = this.subscriptions.validPosition(name);
    // Somebody has sought elsewhere since.
    if (position === undefined || position.offset !== fetch.next) {
      fetch.consumed = true;
      return [];
    }
    const records: ConsumerRecord<K, V>[] = [];
    let failure: unknown;
    while (records.length < most) {
      const batch = result.batches[fetch.batch];
      if (batch === undefined) {
        fetch.consumed = true;
        break;
      }
      if (fetch.record === 0 && this.isSkipped(fetch, batch)) {
        this.endOfBatch(fetch, batch);
        continue;
      }
      if (fetch.record >= batch.records.count) {
        this.endOfBatch(fetch, batch);
        continue;
      }
      const offset = offsetAt(batch, fetch.record);
      if (offset >= fetch.next) {
        try {
          records.push(this.parse(fetch.partition, batch, fetch.record, offset));
        } catch (error) {
          failure = error;
          break;
        }
        fetch.next = offset + 1;
        fetch.lastEpoch = batch.leaderEpoch;
      }
      fetch.record++;
    }
    // What follows the last record of the data is passed over at once.
    if (failure === undefined) {
      for (let batch = result.batches[fetch.batch]; batch !== undefined; batch = result.batches[fetch.batch]) {
        if (fetch.record < batch.records.count && !(fetch.record === 0 && this.isSkipped(fetch, batch))) break;
        this.endOfBatch(fetch, batch);
      }
      if (fetch.batch >= result.batches.length) fetch.consumed = true;
    }
    if (fetch.next > position.offset) {
      this.subscriptions.advance(name, { ...position, offset: fetch.next, offsetEpoch: fetch.lastEpoch ?? position.offsetEpoch });
      this.subscriptions.moveToEnd(name);
    }
    if (failure !== undefined && records.length === 0) throw failure;
    return records;
  }

  /** Markers, and under read_committed what belongs to aborted transactions (KA-089). */
  private isSkipped(fetch: CompletedFetch, batch: RecordBatch): boolean {
    if (this.options.isolation === 'read_committed' && batch.producerId >= 0) {
      while (fetch.aborted[0] !== undefined && fetch.aborted[0].firstOffset <= batch.lastOffset)
        fetch.abortedNow.add((fetch.aborted.shift() as { producerId: number }).producerId);
      if (batch.control === 'ABORT') fetch.abortedNow.delete(batch.producerId);
      else if (batch.control === undefined && batch.isTransactional && fetch.abortedNow.has(batch.producerId)) return true;
    }
    return batch.control !== undefined;
  }

  private endOfBatch(fetch: CompletedFetch, batch: RecordBatch): void {
    fetch.next = Math.max(fetch.next, batch.lastOffset + 1);
    fetch.lastEpoch = batch.leaderEpoch;
    fetch.batch++;
    fetch.record = 0;
  }

  private parse({ topic, partition }: TopicPartition, batch: RecordBatch, i: number, offset: number): ConsumerRecord<K, V> {
    const { records } = batch;
    try {
      const key = this.options.keys.deserialize(topic, keyAt(records, i));
      const value = this.options.values.deserialize(topic, valueAt(records, i));
      return new ConsumerRecord(
        topic,
        partition,
        offset,
        records.timestamps[i] as number,
        batch.timestampType,
        records.keyLengths[i] as number,
        records.valueLengths[i] as number,
        key as K,
        value as V,
        records.headers?.get(i) ?? noHeaders,
        batch.leaderEpoch < 0 ? undefined : batch.leaderEpoch,
      );
    } catch (error) {
      const text = `Error deserializing key/value for partition ${topic}-${partition} at offset ${offset}. If needed, please seek past the record to continue consumption.`;
      throw new SerializationException(text, error);
    }
  }
}

const noHeaders: readonly never[] = [];

import type { OffsetAndMetadata } from '../../../src/engine/kafka/OffsetAndMetadata.js';
import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import type { Consumer, RebalanceListener } from '../../../src/engine/ports/KafkaClient.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { SimHost } from '../../../src/sim/kernel/SimHost.js';
import type { Step } from './kafkaSession.js';
import { offsetsJson, parseOffsets, sessionError } from './kafkaSessionValues.js';
import type { Json } from './values.js';

/** Polls without anything that end a `poll` step. */
const QUIET_POLLS = 4;
const POLL_MS = 100;

/** A consumer of a session, with what its listener and its callbacks were told. */
export class SessionConsumer {
  private events: Json[] = [];
  private callbacks: Json[] = [];
  private records: Record<string, Json[]> = {};
  private timestamps = false;

  constructor(
    readonly host: SimHost,
    readonly consumer: Consumer<unknown, unknown>,
  ) {}

  /** @returns undefined: not a step of consumers; a value of undefined: no result */
  *perform(step: Step): Process<{ readonly value: Json | undefined } | undefined> {
    const { consumer } = this;
    const partitions = (): TopicPartition[] => step.partitions.map((name: string) => TopicPartition.parse(name));
    const names = (list: readonly TopicPartition[]): Json => list.map(String).sort();
    switch (step.do) {
      case 'assign':
        return { value: nothing(consumer.assign(partitions())) };
      case 'subscribe':
        return { value: nothing(consumer.subscribe(step.topics, this.listener(step))) };
      case 'subscribePattern':
        return { value: nothing(consumer.subscribe(new RegExp(step.pattern), this.listener(step))) };
      case 'unsubscribe':
        yield* consumer.unsubscribe();
        return { value: this.notes() };
      case 'poll':
        return { value: yield* this.pollAll(step.timestamps === true) };
      case 'pollOnce':
        return { value: yield* this.pollOnce() };
      case 'pollCall':
        return { value: yield* this.pollCall(step.timeoutMs) };
      case 'position':
        return { value: yield* consumer.position(TopicPartition.parse(step.partition)) };
      case 'committed':
        return { value: offsetsJson(yield* consumer.committed(partitions())) };
      case 'beginningOffsets':
        return { value: byName(yield* consumer.beginningOffsets(partitions())) };
      case 'endOffsets':
        return { value: byName(yield* consumer.endOffsets(partitions())) };
      case 'offsetsForTimes': {
        const times = new Map(Object.entries(step.times).map(([name, time]) => [TopicPartition.parse(name), time as number]));
        const found = yield* consumer.offsetsForTimes(times);
        return {
          value: Object.fromEntries(
            [...found].map(([partition, each]) => [String(partition), each === undefined ? null : [each.offset, each.timestamp]]),
          ),
        };
      }
      case 'assignment':
        return { value: names(consumer.assignment()) };
      case 'subscription':
        return { value: [...consumer.subscription()].sort() };
      case 'paused':
        return { value: names(consumer.paused()) };
      case 'commitSync':
        yield* step.offsets === undefined ? consumer.commitSync() : consumer.commitSync(parseOffsets(step.offsets));
        return { value: this.notes() };
      case 'commitAsync': {
        const callback = (offsets: ReadonlyMap<TopicPartition, OffsetAndMetadata>, error: Error | undefined): void => {
          const told = { label: step.label, offsets: offsetsJson(offsets) };
          this.callbacks.push(error === undefined ? told : { ...told, error: sessionError(error) });
        };
        if (step.offsets === undefined) consumer.commitAsync(callback);
        else consumer.commitAsync(parseOffsets(step.offsets), callback);
        return { value: undefined };
      }
      case 'seek':
        return { value: nothing(consumer.seek(TopicPartition.parse(step.partition), step.offset)) };
      case 'seekToBeginning':
        return { value: nothing(consumer.seekToBeginning(partitions())) };
      case 'seekToEnd':
        return { value: nothing(consumer.seekToEnd(partitions())) };
      case 'pause':
        return { value: nothing(consumer.pause(partitions())) };
      case 'resume':
        return { value: nothing(consumer.resume(partitions())) };
      case 'close':
        yield* consumer.close();
        return { value: this.notes() };
      default:
        return undefined;
    }
  }

  collectFresh(): void {
    this.records = {};
    this.timestamps = false;
  }

  /** One poll; its records are kept. @returns how many there were */
  *pollInto(timeoutMs: number): Process<number> {
    const polled = yield* this.consumer.poll(timeoutMs);
    let count = 0;
    for (const { topic, partition, offset, key, value, timestamp, timestampType } of polled) {
      const name = `${topic}-${partition}`;
      this.records[name] ??= [];
      this.records[name].push([offset, key as Json, value as Json, ...(this.timestamps ? [timestampType, timestamp] : [])]);
      count++;
    }
    return count;
  }

  takeRecords(): Record<string, Json[]> {
    const { records } = this;
    this.records = {};
    return records;
  }

  takeNotes(): Record<string, Json> {
    return (this.notes() as Record<string, Json> | undefined) ?? {};
  }

  private *pollAll(timestamps: boolean): Process<Json> {
    this.collectFresh();
    this.timestamps = timestamps;
    let error: Json | undefined;
    try {
      for (let quiet = 0, polls = 0; quiet < QUIET_POLLS && polls < 200; polls++) {
        const count = yield* this.pollInto(POLL_MS);
        const waits = this.consumer.assignment().length === 0 && polls < 20;
        quiet = count === 0 && !waits ? quiet + 1 : 0;
      }
    } catch (thrown) {
      error = sessionError(thrown);
    }
    return { records: this.takeRecords(), ...this.takeNotes(), ...(error === undefined ? {} : { error }) };
  }

  private *pollOnce(): Process<Json> {
    const end = this.host.clock.now() + 2000;
    let result: Json;
    do result = yield* this.pollCall(POLL_MS, true);
    while (
      (result as { records: Json[] }).records.length === 0 &&
      !('error' in (result as object)) &&
      this.host.clock.now() < end
    );
    return { ...(result as object), ...this.takeNotes() } as Json;
  }

  private *pollCall(timeoutMs: number, keepsNotes = false): Process<Json> {
    const notes = (): Record<string, Json> => (keepsNotes ? {} : this.takeNotes());
    try {
      const polled = yield* this.consumer.poll(timeoutMs);
      const records = [...polled].map(({ topic, partition, offset, key, value }) => [
        `${topic}-${partition}`,
        offset,
        key as Json,
        value as Json,
      ]);
      return { records, ...notes() };
    } catch (thrown) {
      return { records: [], ...notes(), error: sessionError(thrown) };
    }
  }

  private listener(step: Step): RebalanceListener {
    const { consumer } = this;
    const note = (what: string, partitions: readonly TopicPartition[], more: readonly Json[] = []): void => {
      this.events.push([what, partitions.map(String), ...more]);
    };
    return {
      onPartitionsRevoked: function* (partitions) {
        if (step.commitOnRevoked !== true) {
          note('revoked', partitions);
          return;
        }
        try {
          yield* consumer.commitSync();
          note('revoked', partitions, ['committed']);
        } catch (error) {
          note('revoked', partitions, [sessionError(error)]);
        }
      },
      onPartitionsAssigned: (partitions) => {
        for (const partition of partitions) {
          const offset = step.seekOnAssigned?.[String(partition)];
          if (offset !== undefined) consumer.seek(partition, offset);
        }
        note('assigned', partitions);
      },
      onPartitionsLost: (partitions) => note('lost', partitions),
    };
  }

  /** What the step was told; undefined for nothing. */
  private notes(): Json | undefined {
    const { events, callbacks } = this;
    this.events = [];
    this.callbacks = [];
    if (events.length === 0 && callbacks.length === 0) return undefined;
    return { ...(events.length === 0 ? {} : { events }), ...(callbacks.length === 0 ? {} : { callbacks }) };
  }
}

const nothing = (_: unknown): undefined => undefined;

const byName = (values: ReadonlyMap<TopicPartition, number>): Json =>
  Object.fromEntries([...values].map(([partition, value]) => [String(partition), value]));

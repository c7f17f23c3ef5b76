import { type Process, type RedisCommand, redis } from 'batchwise';
import { type OffsetStore, type Offsets, partitionOf } from './OffsetStore.js';

/** A hash for each group and topic, with the partition as field. All partitions are set in one MULTI. */
export class RedisOffsetStore implements OffsetStore {
  *read(group: string, topic: string): Process<Map<string, number>> {
    const db = yield* redis.connect();
    const fields = yield* db.hgetall(keyOf(group, topic));
    db.close();
    return new Map([...fields].map(([partition, until]) => [`${topic}-${partition}`, Number(until)]));
  }

  *save(group: string, topic: string, offsets: Offsets): Process<void> {
    const db = yield* redis.connect();
    const commands = [...offsets].map(([name, until]): RedisCommand => ['HSET', keyOf(group, topic), partitionOf(name), until]);
    yield* db.multi(...commands);
    db.close();
  }
}

const keyOf = (group: string, topic: string): string => `offsets:${group}:${topic}`;

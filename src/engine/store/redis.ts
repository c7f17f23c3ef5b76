import type { Process } from '../ports/Process.js';
import { StoreConnection, type StoreValue } from './StoreConnection.js';

/** One command: its name and arguments, which are texts. */
export type RedisCommand = readonly [name: string, ...args: (string | number)[]];

/**
 * A connection to Redis: texts and hashes of texts. A reply says that a command was executed, not that it will survive a crash: that depends on
 * `appendfsync`.
 */
export class RedisConnection {
  constructor(private readonly connection: StoreConnection) {}

  *get(key: string): Process<string | undefined> {
    return ((yield* this.command('GET', key)) as string | null) ?? undefined;
  }

  *set(key: string, value: string | number): Process<void> {
    yield* this.command('SET', key, value);
  }

  /** Sets the key only if it isn't there. @returns whether it did */
  *setnx(key: string, value: string | number): Process<boolean> {
    return (yield* this.command('SETNX', key, value)) === 1;
  }

  /** @returns how many of the keys were there */
  *del(...keys: readonly string[]): Process<number> {
    return (yield* this.command('DEL', ...keys)) as number;
  }

  /** @returns the new value */
  *incrby(key: string, by: number): Process<number> {
    return (yield* this.command('INCRBY', key, by)) as number;
  }

  *hget(key: string, field: string): Process<string | undefined> {
    return ((yield* this.command('HGET', key, field)) as string | null) ?? undefined;
  }

  *hset(key: string, field: string, value: string | number): Process<void> {
    yield* this.command('HSET', key, field, value);
  }

  *hgetall(key: string): Process<Map<string, string>> {
    return new Map(Object.entries((yield* this.command('HGETALL', key)) as Readonly<Record<string, string>>));
  }

  *hdel(key: string, ...fields: readonly string[]): Process<number> {
    return (yield* this.command('HDEL', key, ...fields)) as number;
  }

  /** @returns the new value */
  *hincrby(key: string, field: string, by: number): Process<number> {
    return (yield* this.command('HINCRBY', key, field, by)) as number;
  }

  /** MULTI … EXEC: nobody sees a part of them. @returns their replies; of one that failed `{error}`: the others are executed all the same */
  *multi(...commands: readonly RedisCommand[]): Process<readonly StoreValue[]> {
    return (yield* this.connection.request('EXEC', { do: 'multi', commands })) as readonly StoreValue[];
  }

  close(): void {
    this.connection.close();
  }

  /** @throws {StoreRefused} as Redis words it, such as a value that is no number; {StoreConnectionLost} the outcome is unknown */
  private *command(...command: RedisCommand): Process<StoreValue> {
    const replies = (yield* this.connection.request(command[0], { do: 'multi', commands: [command] })) as readonly StoreValue[];
    return replies[0] as StoreValue;
  }
}

/** The Redis of the scenario, a server on the host `redis`: `const db = yield* redis.connect()`. */
export const redis = {
  /** @throws {ConnectionRefusedError} the server is down */
  *connect(): Process<RedisConnection> {
    return new RedisConnection(yield* StoreConnection.open('redis', REDIS_PORT));
  },
};

/** Where the server listens. */
export const REDIS_PORT = 6379;

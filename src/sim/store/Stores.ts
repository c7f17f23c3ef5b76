import type { Draws } from '../kernel/draws.js';
import type { Kernel } from '../kernel/Kernel.js';
import type { SimNetwork } from '../net/SimNetwork.js';
import { defaultRedisSettings, type RedisSettings, RedisStore } from './redis/RedisStore.js';
import { type Store, StoreServer } from './StoreServer.js';
import type { SqlEngine } from './sql/SqlEngine.js';
import { defaultSqlCosts, SqlStore } from './sql/SqlStore.js';
import { storeNames } from './storeSettings.js';
import { defaultZooKeeperSettings, ZooKeeperStore } from './zookeeper/ZooKeeperStore.js';

/** Reads a number of the scenario's settings, or gives the default. */
export type ReadNumber = (name: string, fallback: number) => number;

/** The stores of a world, each a server on a host of its own that bears its name. */
export class Stores {
  private readonly servers = new Map<string, StoreServer>();

  /**
   * Starts the servers that are named. They listen from the beginning of the run.
   * @param sql the engine for `mysql`, if that is among them
   * @throws {RangeError} an unknown name, or `mysql` without an engine
   */
  constructor(
    kernel: Kernel,
    network: SimNetwork,
    draws: Draws,
    names: readonly string[],
    sql: SqlEngine | undefined,
    settings: ReadonlyMap<string, string>,
    number: ReadNumber,
  ) {
    for (const name of new Set(names)) {
      const server = new StoreServer(kernel, network, storeOf(name, kernel, draws, sql, settings, number));
      this.servers.set(name, server);
      server.start();
    }
  }

  get(name: string): StoreServer | undefined {
    return this.servers.get(name);
  }

  /** Whether connections to this port are those of a store. */
  hasPort(port: number): boolean {
    for (const { store } of this.servers.values()) if (store.port === port) return true;
    return false;
  }
}

function storeOf(
  name: string,
  kernel: Kernel,
  draws: Draws,
  sql: SqlEngine | undefined,
  settings: ReadonlyMap<string, string>,
  number: ReadNumber,
): Store {
  switch (name) {
    case 'mysql': {
      if (sql === undefined) throw new RangeError('The scenario has the store mysql, but no SQL engine was loaded for it.');
      const { statementMs, commitMs, lockWaitMs } = defaultSqlCosts;
      return new SqlStore(kernel, sql, draws, {
        statementMs: number('mysql.statementMs', statementMs),
        commitMs: number('mysql.commitMs', commitMs),
        lockWaitMs: number('mysql.lockWaitMs', lockWaitMs),
      });
    }
    case 'redis':
      return new RedisStore(kernel, {
        appendfsync: readFsync(settings.get('redis.appendfsync') ?? defaultRedisSettings.appendfsync),
        commandMs: number('redis.commandMs', defaultRedisSettings.commandMs),
        fsyncMs: number('redis.fsyncMs', defaultRedisSettings.fsyncMs),
      });
    case 'zookeeper':
      return new ZooKeeperStore(kernel, {
        writesPerSec: number('zookeeper.writesPerSec', defaultZooKeeperSettings.writesPerSec),
        readMs: number('zookeeper.readMs', defaultZooKeeperSettings.readMs),
      });
    default:
      throw new RangeError(`There is no store "${name}"; there are ${storeNames.join(', ')}.`);
  }
}

function readFsync(text: string): RedisSettings['appendfsync'] {
  if (text === 'always' || text === 'everysec' || text === 'no') return text;
  throw new RangeError(`redis.appendfsync=${text}: expected always, everysec or no`);
}

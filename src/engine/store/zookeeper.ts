import { JavaError } from '../errors.js';
import type { Process } from '../ports/Process.js';
import { StoreConnection, StoreConnectionLost, StoreRefused, type StoreValue } from './StoreConnection.js';

/** A znode: its data and how often it was changed since it was created. */
export interface Znode {
  readonly data: string;
  readonly version: number;
}

/** ZooKeeper said no, or the session is over: `NoNode`, `NodeExists`, `BadVersion`, `NotEmpty`, `ConnectionLoss`, … */
export class KeeperException extends JavaError {
  override readonly code: string;
  /** Whether it is certain that nothing was changed. */
  readonly isDefinite: boolean;
  constructor(kind: string, message: string, cause?: unknown) {
    super(`org.apache.zookeeper.KeeperException$${kind}Exception`, message, cause);
    this.code = kind;
    this.isDefinite = kind !== 'ConnectionLoss';
  }
}

/** A session with ZooKeeper. When it ends, or isn't heard of for its timeout, its ephemeral znodes go. */
export class ZooKeeperSession {
  constructor(private readonly connection: StoreConnection) {}

  /** @param options `ephemeral`: it goes with the session; `sequential`: a number of ten digits is added. @returns the path */
  *create(
    path: string,
    data = '',
    options: { readonly ephemeral?: boolean; readonly sequential?: boolean } = {},
  ): Process<string> {
    return (yield* this.send('create', { do: 'create', path, data, ...options })) as string;
  }

  /** @throws {KeeperException} `NoNode` */
  *get(path: string): Process<Znode> {
    return (yield* this.send('getData', { do: 'get', path })) as unknown as Znode;
  }

  *exists(path: string): Process<boolean> {
    return (yield* this.send('exists', { do: 'exists', path })) as boolean;
  }

  /** Names of the children, sorted. @throws {KeeperException} `NoNode` */
  *children(path: string): Process<string[]> {
    return (yield* this.send('getChildren', { do: 'children', path })) as string[];
  }

  /** @param version that it must have; -1: any. @returns the new version. @throws {KeeperException} `NoNode`, `BadVersion` */
  *set(path: string, data: string, version = -1): Process<number> {
    return (yield* this.send('setData', { do: 'set', path, data, version })) as number;
  }

  /** @throws {KeeperException} `NoNode`, `BadVersion`, `NotEmpty` */
  *delete(path: string, version = -1): Process<void> {
    yield* this.send('delete', { do: 'delete', path, version });
  }

  /** Ends the session: its ephemeral znodes go at once. */
  *close(): Process<void> {
    yield* this.send('closeSession', { do: 'close' });
    this.connection.close();
  }

  private *send(what: string, request: StoreValue): Process<StoreValue> {
    try {
      return yield* this.connection.request(what, request);
    } catch (error) {
      if (error instanceof StoreRefused) throw new KeeperException(error.code, error.message, error);
      if (error instanceof StoreConnectionLost)
        throw new KeeperException('ConnectionLoss', 'KeeperErrorCode = ConnectionLoss', error);
      throw error;
    }
  }
}

/** The ZooKeeper of the scenario, a server on the host `zookeeper`: `const zk = yield* zookeeper.connect()`. */
export const zookeeper = {
  /** @param sessionTimeoutMs how long the session outlives a connection that broke. @throws {ConnectionRefusedError} the server is down */
  *connect(sessionTimeoutMs = 18_000): Process<ZooKeeperSession> {
    const connection = yield* StoreConnection.open('zookeeper', ZOOKEEPER_PORT);
    yield* connection.request('createSession', { do: 'session', timeoutMs: sessionTimeoutMs });
    return new ZooKeeperSession(connection);
  },
};

/** Where the server listens. */
export const ZOOKEEPER_PORT = 2181;

import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { StoreValue } from '../../../engine/store/StoreConnection.js';
import { ZOOKEEPER_PORT } from '../../../engine/store/zookeeper.js';
import type { Kernel } from '../../kernel/Kernel.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { Refusal, type Store, type StoreSession } from '../StoreServer.js';
import { ZnodeTree } from './ZnodeTree.js';

/** Settings `zookeeper.<name>`. */
export interface ZooKeeperSettings {
  /** Writes that the ensemble agrees on in a second, all clients together: it is what offsets left it for. 0: no limit. */
  readonly writesPerSec: number;
  readonly readMs: number;
}

export const defaultZooKeeperSettings: ZooKeeperSettings = { writesPerSec: 0, readMs: 0 };

type Request =
  | { readonly do: 'session'; readonly timeoutMs: number }
  | { readonly do: 'close' }
  | { readonly do: 'get' | 'exists' | 'children'; readonly path: string }
  | {
      readonly do: 'create';
      readonly path: string;
      readonly data: string;
      readonly ephemeral?: boolean;
      readonly sequential?: boolean;
    }
  | { readonly do: 'set'; readonly path: string; readonly data: string; readonly version: number }
  | { readonly do: 'delete'; readonly path: string; readonly version: number };

/**
 * ZooKeeper, seen as one server: every write is on disk before it is answered, and takes its share of a budget that all clients have together.
 * A session outlives its connection by its timeout, then its ephemeral znodes go; sessions survive a restart of the server.
 */
export class ZooKeeperStore implements Store {
  readonly name = 'zookeeper';
  readonly port = ZOOKEEPER_PORT;
  private readonly tree = new ZnodeTree();
  /** Timeouts of the sessions that are not over. */
  private readonly sessions = new Map<number, number>();
  private freeAtMs = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly settings: ZooKeeperSettings,
  ) {}

  open(host: SimHost, connection: number): StoreSession {
    return {
      handle: (request) => this.handle(host, connection, request as unknown as Request),
      end: () => this.expireLater(host, connection),
    };
  }

  started(host: SimHost): void {
    this.freeAtMs = host.clock.now();
    // Nobody is connected any more: their time runs from here.
    for (const session of this.sessions.keys()) this.expireLater(host, session);
  }

  /** Nothing is lost: what was answered is on disk. */
  crashed(): void {}

  private *handle(host: SimHost, session: number, request: Request): Process<StoreValue> {
    switch (request.do) {
      case 'session':
        yield* this.write(host);
        this.sessions.set(session, request.timeoutMs);
        return null;
      case 'close':
        yield* this.write(host);
        this.expire(session);
        return null;
      case 'get':
      case 'exists':
      case 'children':
        if (this.settings.readMs > 0) yield* awaiting(host.clock.sleep(this.settings.readMs));
        if (request.do === 'get') return { ...this.tree.get(request.path) };
        return request.do === 'exists' ? this.tree.has(request.path) : this.tree.children(request.path);
      default:
        return yield* this.change(host, session, request);
    }
  }

  private *change(
    host: SimHost,
    session: number,
    request: Extract<Request, { readonly do: 'create' | 'set' | 'delete' }>,
  ): Process<StoreValue> {
    yield* this.write(host);
    if (!this.sessions.has(session)) throw new Refusal('SessionExpired', `KeeperErrorCode = SessionExpired for ${request.path}`);
    let result: StoreValue = null;
    let text = `${request.do} ${request.path}`;
    if (request.do === 'create') {
      result = this.tree.create(request.path, request.data, request.ephemeral ? session : undefined, request.sequential ?? false);
      text = `create ${result}`;
    } else if (request.do === 'set') result = this.tree.set(request.path, request.data, request.version);
    else this.tree.delete(request.path, request.version);
    this.kernel.emitOn(this.name, { type: 'sink.written', store: this.name, connection: session, text, isOpen: false });
    return result;
  }

  /** Waits for this write's place in the budget. */
  private *write(host: SimHost): Process<void> {
    const { writesPerSec } = this.settings;
    if (writesPerSec === 0) return;
    const now = host.clock.now();
    this.freeAtMs = Math.max(now, this.freeAtMs) + 1000 / writesPerSec;
    yield* awaiting(host.clock.sleep(this.freeAtMs - now));
  }

  private expireLater(host: SimHost, session: number): void {
    const timeoutMs = this.sessions.get(session);
    if (timeoutMs === undefined) return;
    host.clock.schedule(host.clock.now() + timeoutMs, `session ${session} expires`, () => this.expire(session));
  }

  private expire(session: number): void {
    this.sessions.delete(session);
    for (const path of this.tree.deleteOwnedBy(session)) {
      const text = `delete ${path}`;
      this.kernel.emitOn(this.name, { type: 'sink.written', store: this.name, connection: session, text, isOpen: false });
    }
  }
}

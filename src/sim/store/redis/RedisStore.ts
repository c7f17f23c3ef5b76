import { awaiting, type Process } from '../../../engine/ports/Process.js';
import { REDIS_PORT, type RedisCommand } from '../../../engine/store/redis.js';
import type { StoreValue } from '../../../engine/store/StoreConnection.js';
import type { Kernel } from '../../kernel/Kernel.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { Refusal, type Store, type StoreSession } from '../StoreServer.js';
import { execute, isWrite, type RedisData, type Undo } from './commands.js';

/** Settings `redis.<name>`; costs in virtual ms. */
export interface RedisSettings {
  /** When the log of commands is forced to disk: before each reply, once a second, or when the operating system likes (every 30 s). */
  readonly appendfsync: 'always' | 'everysec' | 'no';
  readonly commandMs: number;
  /** Of forcing the log to disk. */
  readonly fsyncMs: number;
}

export const defaultRedisSettings: RedisSettings = { appendfsync: 'everysec', commandMs: 0, fsyncMs: 0 };

const SYNC_INTERVAL_MS = { everysec: 1000, no: 30_000 } as const;

/**
 * Redis with its append-only file. A command takes effect at once and is answered; a crash of the machine takes what wasn't forced to disk yet.
 * Commands are executed one after the other. Model: redis.io, "Redis persistence".
 */
export class RedisStore implements Store {
  readonly name = 'redis';
  readonly port = REDIS_PORT;
  private readonly data: RedisData = new Map();
  /** What takes back each write that isn't on disk, in their order. */
  private unsynced: Undo[] = [];
  private isSyncPlanned = false;
  private busyUntilMs = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly settings: RedisSettings,
  ) {}

  open(host: SimHost, connection: number): StoreSession {
    return {
      handle: (request) => this.handle(host, connection, (request as { readonly commands: readonly RedisCommand[] }).commands),
      end: () => {},
    };
  }

  started(host: SimHost): void {
    this.isSyncPlanned = false;
    this.busyUntilMs = host.clock.now();
  }

  crashed(): void {
    const lost = this.unsynced.length;
    for (const undo of this.unsynced.reverse()) undo();
    this.unsynced = [];
    if (lost > 0) this.kernel.emitOn(this.name, { type: 'writes.lost', store: this.name, writes: lost });
  }

  private *handle(host: SimHost, connection: number, commands: readonly RedisCommand[]): Process<StoreValue> {
    const { appendfsync, commandMs, fsyncMs } = this.settings;
    const isSynced = appendfsync === 'always' && commands.some(isWrite);
    yield* this.turn(host, commandMs * commands.length);
    const undone = this.unsynced.length;
    const replies = commands.map((command) => {
      const [reply, undo] = commands.length === 1 ? execute(this.data, command) : inTransaction(this.data, command);
      if (undo !== undefined) {
        this.unsynced.push(undo);
        const event = { type: 'sink.written', store: this.name, connection, text: command.join(' '), isOpen: false } as const;
        this.kernel.emitOn(this.name, event);
      }
      return reply;
    });
    if (isSynced) {
      yield* this.turn(host, fsyncMs);
      this.unsynced = [];
    } else if (this.unsynced.length > undone) this.planSync(host);
    return replies;
  }

  /** One thread: who comes while it works waits until it is free. */
  private *turn(host: SimHost, ms: number): Process<void> {
    if (ms === 0) return;
    const now = host.clock.now();
    this.busyUntilMs = Math.max(now, this.busyUntilMs) + ms;
    yield* awaiting(host.clock.sleep(this.busyUntilMs - now));
  }

  private planSync(host: SimHost): void {
    const { appendfsync } = this.settings;
    if (this.isSyncPlanned || appendfsync === 'always') return;
    this.isSyncPlanned = true;
    host.clock.schedule(host.clock.now() + SYNC_INTERVAL_MS[appendfsync], `fsync ${appendfsync}`, () => {
      this.isSyncPlanned = false;
      this.unsynced = [];
    });
  }
}

/** Inside MULTI a command that fails doesn't keep the others from being executed: its reply says what is wrong. */
function inTransaction(data: RedisData, command: RedisCommand): ReturnType<typeof execute> {
  try {
    return execute(data, command);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ error: error.message }, undefined];
  }
}

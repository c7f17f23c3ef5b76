import type { Process } from '../../../engine/ports/Process.js';
import { awaiting } from '../../../engine/ports/Process.js';
import type { SqlValue } from '../../../engine/store/mysql.js';
import type { StoreValue } from '../../../engine/store/StoreConnection.js';
import type { Kernel } from '../../kernel/Kernel.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { Refusal, type StoreSession } from '../StoreServer.js';
import { type Statement, statementOf } from './mysqlDialect.js';
import type { SqlStore } from './SqlStore.js';

/** What a client of the SQL server asks for. */
type SqlRequest =
  | { readonly do: 'begin' | 'commit' | 'rollback' }
  | { readonly do: 'run'; readonly sql: string; readonly values: readonly SqlValue[] };

/** One connection at the SQL server: whether a transaction is open, and the time that statements take. */
export class SqlSession implements StoreSession {
  private isInTransaction = false;

  constructor(
    private readonly store: SqlStore,
    private readonly kernel: Kernel,
    private readonly host: SimHost,
    private readonly connection: number,
  ) {}

  *handle(request: StoreValue): Process<StoreValue> {
    const asked = request as unknown as SqlRequest;
    if (asked.do !== 'run') return yield* this.control(asked.do);
    const statement = statementOf(asked.sql);
    if (statement.kind !== 'read' && statement.kind !== 'write') return yield* this.control(statement.kind);
    return yield* this.run(statement, asked.values);
  }

  end(): void {
    this.store.rollBack(this.connection, 'connection lost');
  }

  private *control(what: 'begin' | 'commit' | 'rollback'): Process<StoreValue> {
    // As MySQL does: BEGIN inside a transaction commits it first.
    if (what === 'commit' || (what === 'begin' && this.isInTransaction)) {
      yield* this.spend(this.store.costs.commitMs);
      this.store.commit(this.connection);
    } else if (what === 'rollback') this.store.rollBack(this.connection, 'asked');
    this.isInTransaction = what === 'begin';
    return DONE;
  }

  private *run({ sql, kind }: Statement, values: readonly SqlValue[]): Process<StoreValue> {
    if (kind === 'write') yield* this.lock();
    yield* this.spend(this.store.costs.statementMs);
    if (kind === 'read') return { ...this.store.read(this.connection, sql, values) } as unknown as StoreValue;
    try {
      const result = this.store.write(this.connection, sql, values, this.isInTransaction);
      if (this.isInTransaction) return { ...result } as unknown as StoreValue;
      yield* this.spend(this.store.costs.commitMs);
      this.store.commit(this.connection);
      return { ...result } as unknown as StoreValue;
    } catch (error) {
      // A statement that fails leaves the transaction that it is in as it was.
      if (!this.isInTransaction) this.store.rollBack(this.connection, 'asked');
      throw error;
    }
  }

  private *lock(): Process<void> {
    const { lock, costs } = this.store;
    const { holder } = lock;
    if (holder !== undefined && holder !== this.connection)
      this.kernel.emitOn(this.host.name, { type: 'lock.awaited', store: this.store.name, connection: this.connection, holder });
    if (yield* lock.acquire(this.connection, this.host, costs.lockWaitMs)) return;
    throw new Refusal('LOCK_WAIT_TIMEOUT', 'Lock wait timeout exceeded; try restarting transaction');
  }

  private *spend(ms: number): Process<void> {
    if (ms > 0) yield* awaiting(this.host.clock.sleep(ms));
  }
}

const DONE: StoreValue = { rows: [], changes: 0 };

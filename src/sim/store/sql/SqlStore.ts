import { MYSQL_PORT, type SqlValue } from '../../../engine/store/mysql.js';
import type { Draws } from '../../kernel/draws.js';
import type { Kernel } from '../../kernel/Kernel.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { Refusal, type Store, type StoreSession } from '../StoreServer.js';
import type { RowChange, SqlDatabase, SqlEngine, StatementResult } from './SqlEngine.js';
import { SqlSession } from './SqlSession.js';
import { WriteLock } from './WriteLock.js';

/** What the database's work costs, in virtual ms; settings `mysql.<name>`. */
export interface SqlCosts {
  readonly statementMs: number;
  /** Of a commit, before it takes effect; a statement outside a transaction pays both. */
  readonly commitMs: number;
  /** How long a statement waits for a lock before it gives up (`innodb_lock_wait_timeout`). */
  readonly lockWaitMs: number;
}

export const defaultSqlCosts: SqlCosts = { statementMs: 0, commitMs: 0, lockWaitMs: 50_000 };

/** A statement as it was executed; `id` keys what is random in it. */
interface Executed {
  readonly id: number;
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * The SQL server: a real engine, with what a server adds. A transaction has a lock on the whole database from its first write to its end; others
 * read what is committed meanwhile (READ COMMITTED). What is committed survives a crash, the rest doesn't.
 */
export class SqlStore implements Store {
  readonly name = 'mysql';
  readonly port = MYSQL_PORT;
  readonly lock = new WriteLock();
  private readonly database: SqlDatabase;
  /** The statements so far of the transaction that has written and isn't over. */
  private transaction: Executed[] | undefined;
  private changes: RowChange[] = [];
  private executed = 0;
  private randomKey: readonly [statement: number, call: number] = [0, 0];

  constructor(
    private readonly kernel: Kernel,
    engine: SqlEngine,
    draws: Draws,
    readonly costs: SqlCosts,
  ) {
    const random = (): number => {
      const [statement, call] = this.randomKey;
      this.randomKey = [statement, call + 1];
      return draws.draw('mysql', statement, call);
    };
    this.database = engine.open(random, () => Math.floor(kernel.now / 1000));
    this.database.onRowChange((change) => this.changes.push(change));
  }

  open(host: SimHost, connection: number): StoreSession {
    return new SqlSession(this, this.kernel, host, connection);
  }

  /** Executes a read: the transaction of `connection` sees its own writes, everybody else what is committed. @throws {Refusal} */
  read(connection: number, sql: string, values: readonly SqlValue[]): StatementResult {
    const statement = { id: this.executed++, sql, values };
    const { transaction } = this;
    if (transaction === undefined || this.lock.holder === connection) return this.execute(statement);
    // The open transaction is set aside: undone, and done again afterwards, which nobody can notice.
    const { changes } = this;
    this.database.run('ROLLBACK', []);
    try {
      return this.execute(statement);
    } finally {
      this.database.run('BEGIN', []);
      for (const each of transaction) this.execute(each);
      this.changes = changes;
    }
  }

  /** Executes a write of the connection that has the lock, in a transaction that `commit` or `rollBack` ends. @throws {Refusal} */
  write(connection: number, sql: string, values: readonly SqlValue[], isOpen: boolean): StatementResult {
    if (this.transaction === undefined) {
      this.database.run('BEGIN', []);
      this.transaction = [];
    }
    const statement = { id: this.executed++, sql, values };
    const result = this.execute(statement);
    this.transaction.push(statement);
    this.kernel.emitOn(this.name, { type: 'sink.written', store: this.name, connection, text: sql, isOpen });
    return result;
  }

  /** Makes what `connection` wrote last, and lets the next one write. */
  commit(connection: number): void {
    if (this.lock.holder !== connection) return;
    const committed = this.kernel.recorded ? this.changedRows() : [];
    if (this.transaction !== undefined) this.database.run('COMMIT', []);
    this.forget();
    for (const { table, change, row } of committed) {
      const held = row === undefined ? {} : { row };
      this.kernel.emitOn(this.name, { type: 'row.committed', store: this.name, connection, table, change, ...held });
    }
    this.lock.release(connection);
  }

  rollBack(connection: number, reason: 'asked' | 'connection lost'): void {
    if (this.lock.holder !== connection) return;
    this.undo(connection, reason);
    this.lock.release(connection);
  }

  crashed(): void {
    if (this.lock.holder !== undefined) this.undo(this.lock.holder, 'crash');
    this.lock.reset();
  }

  private undo(connection: number, reason: 'asked' | 'connection lost' | 'crash'): void {
    if (this.transaction === undefined) return;
    const statements = this.transaction.length;
    this.database.run('ROLLBACK', []);
    this.forget();
    if (statements > 0)
      this.kernel.emitOn(this.name, { type: 'transaction.rolledBack', store: this.name, connection, statements, reason });
  }

  private forget(): void {
    this.transaction = undefined;
    this.changes = [];
  }

  private execute({ id, sql, values }: Executed): StatementResult {
    this.randomKey = [id, 0];
    try {
      return this.database.run(sql, values);
    } catch (error) {
      const message = (error as Error).message;
      throw new Refusal(/UNIQUE constraint failed/.test(message) ? 'DUPLICATE_KEY' : 'SQL', message);
    }
  }

  /** What the transaction made of each row that it changed, in the order of their first change. */
  private changedRows(): {
    table: string;
    change: RowChange['change'];
    row?: Readonly<Record<string, string | number | null>>;
  }[] {
    const rows = new Map<string, RowChange>();
    for (const each of this.changes) {
      const key = JSON.stringify([each.table, each.rowId]);
      const first = rows.get(key);
      rows.set(key, first?.change === 'insert' && each.change === 'update' ? first : each);
    }
    return [...rows.values()].map(({ table, change, rowId }) => {
      if (change === 'delete') return { table, change };
      const [row] = this.database.run(`SELECT * FROM "${table}" WHERE rowid = ?`, [rowId]).rows;
      return { table, change, row: row as Readonly<Record<string, string | number | null>> };
    });
  }
}

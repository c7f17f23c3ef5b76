import { BatchwiseError } from '../errors.js';
import type { Process } from '../ports/Process.js';
import { StoreConnection, StoreConnectionLost, StoreRefused, type StoreValue } from './StoreConnection.js';

/** A value in a row or for a `?` of a statement. */
export type SqlValue = null | number | string | boolean;

/** A row by the names of its columns. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A statement failed. `isDefinite`: it certainly had no effect; not so when the connection was lost. */
export class SqlError extends BatchwiseError {
  constructor(
    override readonly code: string,
    message: string,
    readonly isDefinite: boolean,
    cause?: unknown,
  ) {
    super({ message, where: 'mysql', ...(isDefinite ? {} : { hint: UNKNOWN_OUTCOME }) }, cause);
  }
}

const UNKNOWN_OUTCOME = 'It may have happened or not: connect again and read what is stored before you repeat it.';

/**
 * A connection to the SQL database. Outside a transaction every statement is one of its own. A connection that is lost, or whose host crashes,
 * takes its open transaction with it.
 */
export class SqlConnection {
  constructor(private readonly connection: StoreConnection) {}

  /** Begins a transaction; no time passes at the server until its first statement. */
  *begin(): Process<void> {
    yield* this.send('BEGIN', { do: 'begin' });
  }

  /** Ends the transaction with everything in it. @throws {SqlError} not definite when the connection was lost: it is committed, or it is not */
  *commit(): Process<void> {
    yield* this.send('COMMIT', { do: 'commit' });
  }

  *rollback(): Process<void> {
    yield* this.send('ROLLBACK', { do: 'rollback' });
  }

  /**
   * Executes a statement that changes something. `?` stand for `values` in order.
   * @returns how many rows it changed
   * @throws {SqlError} `DUPLICATE_KEY`, `LOCK_WAIT_TIMEOUT`, `SQL`, `CONNECTION_LOST`
   */
  *run(sql: string, ...values: readonly SqlValue[]): Process<number> {
    const result = (yield* this.send(sql, { do: 'run', sql, values })) as { readonly changes: number };
    return result.changes;
  }

  /** The rows that a statement gives; outside a transaction of its own it sees what is committed. @throws {SqlError} */
  *query(sql: string, ...values: readonly SqlValue[]): Process<SqlRow[]> {
    const result = (yield* this.send(sql, { do: 'run', sql, values })) as { readonly rows: SqlRow[] };
    return result.rows;
  }

  /** Rolls back what is open. */
  close(): void {
    this.connection.close();
  }

  private *send(what: string, request: StoreValue): Process<StoreValue> {
    try {
      return yield* this.connection.request(what, request);
    } catch (error) {
      if (error instanceof StoreRefused) throw new SqlError(error.code, error.message, true, error);
      if (error instanceof StoreConnectionLost) throw new SqlError('CONNECTION_LOST', error.message, false, error);
      throw error;
    }
  }
}

/** The SQL database of the scenario, a server on the host `mysql`: `const db = yield* mysql.connect()`. */
export const mysql = {
  /** @throws {ConnectionRefusedError} the server is down */
  *connect(): Process<SqlConnection> {
    return new SqlConnection(yield* StoreConnection.open('mysql', MYSQL_PORT));
  },
};

/** Where the server listens. */
export const MYSQL_PORT = 3306;

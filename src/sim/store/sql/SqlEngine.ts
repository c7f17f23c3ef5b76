import type { SqlValue } from '../../../engine/store/mysql.js';

/** What one statement did. */
export interface StatementResult {
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
  readonly changes: number;
}

/** A row that a statement changed, as the engine tells it. */
export interface RowChange {
  readonly table: string;
  readonly change: 'insert' | 'update' | 'delete';
  readonly rowId: number;
}

/** One database in memory. Everything about it is synchronous, and depends on the statements alone. */
export interface SqlDatabase {
  /** Executes one statement, `?` standing for `values`. @throws {Error} with the engine's message */
  run(sql: string, values: readonly SqlValue[]): StatementResult;
  /** Called for each row that a statement changes. */
  onRowChange(listener: (change: RowChange) => void): void;
}

/**
 * A real SQL engine. The world gets it from outside, because loading one takes a moment that a run cannot wait for: `loadSqlEngine` in
 * `src/classroom` before a world is made, and only for scenarios that use it.
 */
export interface SqlEngine {
  /** @param random numbers in [0, 1) for the engine's own functions; `nowMs`: its clock */
  open(random: () => number, nowMs: () => number): SqlDatabase;
}

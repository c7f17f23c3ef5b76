import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RowChange, SqlDatabase, SqlEngine, StatementResult } from '../../sim/store/sql/SqlEngine.js';

type Value = null | number | string | Uint8Array;

/** What is used of sql.js (https://sql.js.org, 1.16). */
interface SqlJsDatabase {
  prepare(sql: string): SqlJsStatement;
  getRowsModified(): number;
  // biome-ignore lint/suspicious/noExplicitAny: the engine looks at the function's number of parameters
  create_function(name: string, run: (...args: any[]) => Value): void;
  updateHook(listener: (operation: string, database: string, table: string, rowId: number) => void): void;
}
interface SqlJsStatement {
  bind(values: readonly Value[]): boolean;
  step(): boolean;
  get(): Value[];
  getColumnNames(): string[];
  free(): void;
}
type SqlJs = (options: { readonly wasmBinary: Uint8Array }) => Promise<{ readonly Database: new () => SqlJsDatabase }>;

/**
 * Loads SQLite, compiled to WebAssembly (package sql.js). Takes some ten milliseconds, so it is done only for scenarios that have the store `mysql`,
 * and before their world is made.
 */
export async function loadSqlEngine(): Promise<SqlEngine> {
  // Not bundled: it finds its WebAssembly beside itself.
  const require = createRequire(import.meta.url);
  const initialise = require('sql.js') as SqlJs;
  const { Database } = await initialise({ wasmBinary: readFileSync(require.resolve('sql.js/dist/sql-wasm.wasm')) });
  return { open: (random, nowMs) => open(new Database(), random, nowMs) };
}

function open(database: SqlJsDatabase, random: () => number, nowMs: () => number): SqlDatabase {
  // The engine's own sources of chance and time would make two runs differ.
  const time = (from: number, until: number) => (): string =>
    new Date(nowMs()).toISOString().replace('T', ' ').slice(from, until);
  database.create_function('random', () => Math.floor((random() - 0.5) * 2 ** 53));
  database.create_function('now', time(0, 19));
  database.create_function('current_timestamp', time(0, 19));
  database.create_function('current_date', time(0, 10));
  database.create_function('current_time', time(11, 19));
  return {
    run: (sql, values) => run(database, sql, values),
    onRowChange: (listener) =>
      database.updateHook((change, _, table, rowId) => listener({ table, change: change as RowChange['change'], rowId })),
  };
}

function run(database: SqlJsDatabase, sql: string, values: readonly (null | number | string | boolean)[]): StatementResult {
  if (/'now'|\brandomblob\s*\(|\b(date|time|datetime|julianday|unixepoch)\s*\(\s*\)/i.test(sql))
    throw new Error(
      "time and chance come from the simulation: use CURRENT_TIMESTAMP instead of 'now', random() instead of randomblob()",
    );
  const statement = database.prepare(sql);
  try {
    statement.bind(values.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
    const rows: Record<string, null | number | string>[] = [];
    while (statement.step()) {
      const columns = statement.getColumnNames();
      rows.push(Object.fromEntries(statement.get().map((value, i) => [columns[i] as string, plain(value)])));
    }
    // The engine says how many rows its last change touched, also after a statement that changes none.
    return { rows, changes: /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql) ? database.getRowsModified() : 0 };
  } finally {
    statement.free();
  }
}

const plain = (value: Value): null | number | string => (value instanceof Uint8Array ? Array.from(value).join(',') : value);

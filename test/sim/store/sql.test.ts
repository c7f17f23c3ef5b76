import { expect, test } from 'vitest';
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { mysql, type Process, type SqlConnection, SqlError } from '../../../src/engine/index.js';
import { awaiting } from '../../../src/engine/ports/Process.js';
import { resultOf, storeWorld } from './storeWorld.js';

const sleep = (ms: number) => awaiting(currentEnvironment().driver.clock.sleep(ms));

function* withTable(): Process<SqlConnection> {
  const db = yield* mysql.connect();
  yield* db.run('CREATE TABLE counts (word TEXT PRIMARY KEY, n INT)');
  return db;
}

/** Runs `body` beside the caller. */
function beside(body: () => Process<void>): void {
  currentEnvironment().driver.spawn('beside', body());
}

test('a statement is one transaction; rows come by the names of their columns', () => {
  const rows = resultOf(function* () {
    const db = yield* withTable();
    expect(yield* db.run('INSERT INTO counts VALUES (?, ?), (?, ?)', 'a', 1, 'b', 2)).toBe(2);
    expect(yield* db.run('UPDATE counts SET n = n + 1 WHERE word = ?', 'b')).toBe(1);
    return yield* db.query('SELECT word, n FROM counts ORDER BY word');
  });
  expect(rows).toEqual([
    { word: 'a', n: 1 },
    { word: 'b', n: 3 },
  ]);
});

test('MySQL’s own words are understood', () => {
  const rows = resultOf(function* () {
    const db = yield* withTable();
    for (const n of [1, 4]) yield* db.run('INSERT INTO counts VALUES (?, ?) ON DUPLICATE KEY UPDATE n = n + VALUES(n)', 'a', n);
    yield* db.run('INSERT IGNORE INTO counts VALUES (?, ?)', 'a', 100);
    yield* db.run('REPLACE INTO counts VALUES (?, ?)', 'b', 7);
    return yield* db.query('SELECT * FROM counts ORDER BY word FOR UPDATE');
  });
  expect(rows.map(({ n }) => n)).toEqual([5, 7]);
});

test('a duplicate key is refused, definitely, and the transaction goes on', () => {
  const error = resultOf(function* () {
    const db = yield* withTable();
    yield* db.begin();
    yield* db.run('INSERT INTO counts VALUES (?, ?)', 'a', 1);
    let refused: unknown;
    try {
      yield* db.run('INSERT INTO counts VALUES (?, ?)', 'a', 2);
    } catch (thrown) {
      refused = thrown;
    }
    yield* db.commit();
    expect(yield* db.query('SELECT n FROM counts')).toEqual([{ n: 1 }]);
    return refused as SqlError;
  });
  expect(error).toBeInstanceOf(SqlError);
  expect(error).toMatchObject({ code: 'DUPLICATE_KEY', isDefinite: true });
});

test('others see what is committed, also while a transaction is open; a second writer waits for its end', () => {
  const seen = resultOf(function* () {
    const first = yield* withTable();
    const second = yield* mysql.connect();
    const seen: unknown[] = [];
    yield* first.begin();
    yield* first.run('INSERT INTO counts VALUES (?, ?)', 'a', 1);
    seen.push(yield* second.query('SELECT n FROM counts'));
    seen.push(yield* first.query('SELECT n FROM counts'));
    beside(function* () {
      yield* second.run('UPDATE counts SET n = n + 10 WHERE word = ?', 'a');
      seen.push(`written at ${currentEnvironment().driver.clock.now()}`);
    });
    yield* sleep(500);
    yield* first.commit();
    yield* sleep(1);
    seen.push(yield* first.query('SELECT n FROM counts'));
    return seen;
  });
  expect(seen).toEqual([[], [{ n: 1 }], 'written at 500', [{ n: 11 }]]);
});

test('who waits too long for a lock is told so', () => {
  const code = resultOf(
    function* () {
      const first = yield* withTable();
      const second = yield* mysql.connect();
      yield* first.begin();
      yield* first.run('INSERT INTO counts VALUES (?, ?)', 'a', 1);
      try {
        yield* second.run('INSERT INTO counts VALUES (?, ?)', 'b', 1);
      } catch (error) {
        return [(error as SqlError).code, currentEnvironment().driver.clock.now()];
      }
      return [];
    },
    { settings: { 'mysql.lockWaitMs': '2000' } },
  );
  expect(code).toEqual(['LOCK_WAIT_TIMEOUT', 2000]);
});

/** Two increments in one transaction; then again after each restart of the driver, until both have come through. */
function* transfer(): Process<void> {
  const db = yield* mysql.connect();
  yield* db.run('CREATE TABLE IF NOT EXISTS counts (word TEXT PRIMARY KEY, n INT)');
  yield* db.begin();
  yield* db.run('INSERT INTO counts VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1', 'a');
  yield* db.run('INSERT INTO counts VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1', 'b');
  yield* db.commit();
  for (const { n } of yield* db.query('SELECT n FROM counts ORDER BY word')) results.push(n);
}
const results: unknown[] = [];

test.each([
  // Before the commit nothing has happened; after it everything has, and the second run adds to it.
  ['after=store-write nth=1', [1, 1]],
  ['after=store-write nth=2', [1, 1]],
  ['after=store-write nth=3', [1, 1]],
  ['after=row-committed nth=2', [2, 2]],
])('the driver crashes %s: committed survives, the rest does not', (when, expected) => {
  results.length = 0;
  storeWorld(transfer, {
    script: `@0s driver ${when} crash\n@5s driver restart\n`,
    settings: { 'net.latencyMs': '1', 'mysql.statementMs': '2', 'mysql.commitMs': '3' },
  });
  expect(results).toEqual(expected);
});

test.each([
  ['@3s mysql crash', 0, 'before the commit takes effect'],
  ['@0s mysql after=row-committed crash', 1, 'after it took effect, before the answer'],
])('the server crashes during COMMIT (%s): the outcome is unknown to the client', (crash, stored) => {
  const [error, rows] = resultOf(
    function* () {
      const db = yield* withTable();
      yield* db.begin();
      yield* db.run('INSERT INTO counts VALUES (?, ?)', 'a', 1);
      let error: unknown;
      yield* sleep(1000);
      try {
        yield* db.commit();
      } catch (thrown) {
        error = thrown;
      }
      yield* sleep(10_000);
      const again = yield* mysql.connect();
      return [error, yield* again.query('SELECT * FROM counts')] as const;
    },
    { script: `${crash}\n@8s mysql restart\n`, settings: { 'mysql.commitMs': '1500' } },
  );
  expect(error).toMatchObject({ code: 'CONNECTION_LOST', isDefinite: false });
  expect(rows).toHaveLength(stored);
});

test('twice the same bytes, random() and CURRENT_TIMESTAMP included', () => {
  const run = () =>
    resultOf(function* () {
      const db = yield* withTable();
      const other = yield* mysql.connect();
      yield* sleep(1234);
      yield* db.begin();
      yield* db.run('INSERT INTO counts SELECT CURRENT_TIMESTAMP, random()');
      const before = yield* db.query('SELECT * FROM counts');
      // The read of another connection sets the transaction aside; it comes back as it was.
      yield* other.query('SELECT * FROM counts');
      expect(yield* db.query('SELECT * FROM counts')).toEqual(before);
      return before;
    });
  expect(run()).toEqual(run());
  expect(run()[0]?.word).toBe('1970-01-01 00:00:01');
});

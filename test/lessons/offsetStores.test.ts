import { describe, expect, test } from 'vitest';
import { MysqlOffsetStore } from '../../lessons/examples/offsets/MysqlOffsetStore.js';
import type { OffsetStore } from '../../lessons/examples/offsets/OffsetStore.js';
import { RedisOffsetStore } from '../../lessons/examples/offsets/RedisOffsetStore.js';
import { ZooKeeperOffsetStore } from '../../lessons/examples/offsets/ZooKeeperOffsetStore.js';
import { mysql, type Process } from '../../src/engine/index.js';
import { resultOf, storeWorld } from '../sim/store/storeWorld.js';

function* prepared(store: OffsetStore): Process<OffsetStore> {
  if (store instanceof MysqlOffsetStore) yield* store.prepare();
  return store;
}

describe.each([
  ['MySQL', () => new MysqlOffsetStore()],
  ['Redis', () => new RedisOffsetStore()],
  ['ZooKeeper', () => new ZooKeeperOffsetStore()],
] as const)('offsets in %s', (_, create) => {
  test('come back by group, topic and partition; what was never saved has none', () => {
    const found = resultOf(function* () {
      const store = yield* prepared(create());
      yield* store.save(
        'g',
        'words',
        new Map([
          ['words-0', 10],
          ['words-1', 20],
        ]),
      );
      yield* store.save('g', 'other-words', new Map([['other-words-0', 5]]));
      yield* store.save('h', 'words', new Map([['words-0', 1]]));
      yield* store.save('g', 'words', new Map([['words-1', 25]]));
      return [
        yield* store.read('g', 'words'),
        yield* store.read('g', 'other-words'),
        yield* store.read('h', 'words'),
        yield* store.read('nobody', 'words'),
      ].map((offsets) => [...offsets]);
    });
    expect(found).toEqual([
      [
        ['words-0', 10],
        ['words-1', 25],
      ],
      [['other-words-0', 5]],
      [['words-0', 1]],
      [],
    ]);
  });
});

test('result and offset in one MySQL transaction: a crash at any effect leaves both or none', () => {
  for (let nth = 1; nth <= 12; nth++) {
    const seen: (readonly [number, number])[] = [];
    const world = storeWorld(
      function* (): Process<void> {
        const store = new MysqlOffsetStore();
        yield* store.prepare();
        const db = yield* mysql.connect();
        yield* db.run('CREATE TABLE IF NOT EXISTS counts (word TEXT PRIMARY KEY, n INT)');
        // Ten records, one after the other, from where the store says.
        for (let offset = (yield* store.read('g', 'words')).get('words-0') ?? 0; offset < 10; offset++) {
          yield* db.begin();
          yield* db.run('INSERT INTO counts VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1', 'a');
          yield* store.saveIn(db, 'g', 'words', new Map([['words-0', offset + 1]]));
          yield* db.commit();
        }
        const [row] = yield* db.query('SELECT n FROM counts');
        seen.push([row?.n as number, (yield* store.read('g', 'words')).get('words-0') as number]);
      },
      { script: `@0s driver after=store-write nth=${nth} crash\n@60s driver restart\n`, settings: { 'mysql.statementMs': '1' } },
    );
    if (world.error !== undefined) throw world.error;
    expect([nth, ...seen]).toEqual([nth, [10, 10]]);
  }
});

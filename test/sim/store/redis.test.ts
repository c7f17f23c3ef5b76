import { expect, test } from 'vitest';
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { type Process, redis, StoreRefused } from '../../../src/engine/index.js';
import { awaiting } from '../../../src/engine/ports/Process.js';
import { resultOf, storeWorld } from './storeWorld.js';

const sleep = (ms: number) => awaiting(currentEnvironment().driver.clock.sleep(ms));

test('texts and hashes', () => {
  const found = resultOf(function* () {
    const db = yield* redis.connect();
    yield* db.set('a', 1);
    yield* db.hset('offsets', 'words-0', 7);
    yield* db.hincrby('offsets', 'words-1', 3);
    return [
      yield* db.incrby('a', 4),
      yield* db.get('nothing'),
      yield* db.setnx('a', 9),
      yield* db.hget('offsets', 'words-0'),
      [...(yield* db.hgetall('offsets'))],
      yield* db.del('a', 'b'),
      yield* db.hdel('offsets', 'words-0', 'words-1'),
      [...(yield* db.hgetall('offsets'))],
    ];
  });
  expect(found).toEqual([
    5,
    undefined,
    false,
    '7',
    [
      ['words-0', '7'],
      ['words-1', '3'],
    ],
    1,
    2,
    [],
  ]);
});

test('a refusal has Redis’s words; inside MULTI the other commands are executed', () => {
  const found = resultOf(function* () {
    const db = yield* redis.connect();
    yield* db.set('word', 'x');
    let refused: unknown;
    try {
      yield* db.incrby('word', 1);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(StoreRefused);
    return [(refused as Error).message, yield* db.multi(['INCRBY', 'word', 1], ['SET', 'other', 2]), yield* db.get('other')];
  });
  const message = 'ERR value is not an integer or out of range';
  expect(found).toEqual([message, [{ error: message }, 'OK'], '2']);
});

/** Writes 0, 1, 2, … every 100 ms; after the crash at 2.55 s what is left is read. */
function leftAfterCrash(appendfsync: string): { readonly left: string | undefined; readonly tookMs: number } {
  const written = { left: undefined as string | undefined, tookMs: 0 };
  const world = storeWorld(
    function* (): Process<void> {
      const db = yield* redis.connect();
      const { clock } = currentEnvironment().driver;
      for (let i = 1; i <= 25; i++) {
        yield* sleep(100 * i - clock.now());
        const begun = clock.now();
        yield* db.set('n', i);
        written.tookMs += clock.now() - begun;
      }
      yield* sleep(2000);
      written.left = yield* (yield* redis.connect()).get('n');
    },
    { script: '@2.55s redis crash\n@3s redis restart\n', settings: { 'redis.appendfsync': appendfsync, 'redis.fsyncMs': '2' } },
  );
  if (world.error !== undefined) throw world.error;
  return written;
}

test.each([
  // The sync at 1.1 s comes before the write of that instant, which plans the next one for 2.1 s: that one has 20 writes.
  ['everysec', '20', 0],
  ['always', '25', 50],
  ['no', undefined, 0],
])('appendfsync %s: a crash leaves %s of 25 writes', (appendfsync, left, tookMs) => {
  expect(leftAfterCrash(appendfsync)).toEqual({ left, tookMs });
});

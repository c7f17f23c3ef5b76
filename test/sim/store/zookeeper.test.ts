import { expect, test } from 'vitest';
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { KeeperException, type Process, zookeeper } from '../../../src/engine/index.js';
import { awaiting } from '../../../src/engine/ports/Process.js';
import { resultOf, storeWorld } from './storeWorld.js';

const sleep = (ms: number) => awaiting(currentEnvironment().driver.clock.sleep(ms));

function* refusalOf(process: Process<unknown>): Process<string> {
  try {
    yield* process;
  } catch (error) {
    if (error instanceof KeeperException) return String(error);
    throw error;
  }
  return 'nothing was refused';
}

test('znodes have data, versions and children', () => {
  const found = resultOf(function* () {
    const zk = yield* zookeeper.connect();
    yield* zk.create('/consumers');
    yield* zk.create('/consumers/g', '1');
    const version = yield* zk.set('/consumers/g', '2', 0);
    yield* zk.create('/consumers/q-', '', { sequential: true });
    return [version, yield* zk.get('/consumers/g'), yield* zk.children('/consumers'), yield* zk.exists('/nothing')];
  });
  expect(found).toEqual([1, { data: '2', version: 1 }, ['g', 'q-0000000000'], false]);
});

test('refusals are KeeperExceptions', () => {
  const found = resultOf(function* () {
    const zk = yield* zookeeper.connect();
    yield* zk.create('/a');
    yield* zk.create('/a/b');
    return [
      yield* refusalOf(zk.create('/x/y')),
      yield* refusalOf(zk.create('/a')),
      yield* refusalOf(zk.set('/a', '', 5)),
      yield* refusalOf(zk.delete('/a')),
      yield* refusalOf(zk.get('/c')),
    ];
  });
  const text = (kind: string, path: string) =>
    `org.apache.zookeeper.KeeperException$${kind}Exception: KeeperErrorCode = ${kind} for ${path}`;
  expect(found).toEqual([
    text('NoNode', '/x/y'),
    text('NodeExists', '/a'),
    text('BadVersion', '/a'),
    text('NotEmpty', '/a'),
    text('NoNode', '/c'),
  ]);
});

test('an ephemeral znode goes when its session was not heard of for its timeout, and not before', () => {
  const seen: (readonly [number, boolean])[] = [];
  let isFirst = true;
  const world = storeWorld(
    function* (): Process<void> {
      const zk = yield* zookeeper.connect(4000);
      if (isFirst) {
        isFirst = false;
        yield* zk.create('/owner', '', { ephemeral: true });
        yield* sleep(60_000);
      }
      const { clock } = currentEnvironment().driver;
      while (seen.at(-1)?.[1] !== false) {
        seen.push([clock.now(), yield* zk.exists('/owner')]);
        yield* sleep(1000);
      }
    },
    { script: '@1s driver crash\n@3s driver restart\n' },
  );
  if (world.error !== undefined) throw world.error;
  expect(seen).toEqual([
    [3000, true],
    [4000, true],
    [5000, false],
  ]);
});

test('all writes share a budget, reads do not; everything survives a crash', () => {
  const found = resultOf(
    function* () {
      const { clock } = currentEnvironment().driver;
      const zk = yield* zookeeper.connect();
      yield* zk.create('/n', '0');
      const begun = clock.now();
      for (let i = 1; i <= 10; i++) yield* zk.set('/n', String(i));
      const wrote = clock.now() - begun;
      yield* zk.get('/n');
      const readAt = clock.now() - begun;
      yield* sleep(10_000 - clock.now());
      const lost = yield* refusalOf(zk.get('/n'));
      const again = yield* zookeeper.connect();
      return [wrote, readAt, lost.split(':')[0], yield* again.get('/n')];
    },
    { script: '@5s zookeeper crash\n@6s zookeeper restart\n', settings: { 'zookeeper.writesPerSec': '20' } },
  );
  expect(found).toEqual([500, 500, 'org.apache.zookeeper.KeeperException$ConnectionLossException', { data: '10', version: 10 }]);
});

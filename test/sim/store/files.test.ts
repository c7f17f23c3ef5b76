import { expect, test } from 'vitest';
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { resultOf, storeWorld } from './storeWorld.js';

const settings = { 'files.writeMs': '10', 'files.lineMs': '5' };

test('a write takes its time, a rename none', () => {
  const took = resultOf(
    function* () {
      const { storage, driver } = currentEnvironment();
      yield* storage.write('/out/part.tmp', ['a', 'b', 'c']);
      storage.rename('/out/part.tmp', '/out/part');
      return [driver.clock.now(), storage.read('/out/part'), storage.exists('/out/part.tmp')];
    },
    { settings },
  );
  expect(took).toEqual([25, ['a', 'b', 'c'], false]);
});

test.each([
  [0.005, []],
  [0.017, ['a']],
  [0.022, ['a', 'b']],
  [0.026, ['a', 'b', 'c']],
])('a crash at %d s leaves what was written until then', (at, left) => {
  const world = storeWorld(
    function* () {
      const { storage } = currentEnvironment();
      if (storage.exists('/out')) return;
      yield* storage.write('/out', ['a', 'b', 'c']);
      yield* storage.write('/other', ['d']);
    },
    { settings, script: `@${at}s driver crash\n@1s driver restart\n` },
  );
  expect(world.files.read('/out')).toEqual(left);
});

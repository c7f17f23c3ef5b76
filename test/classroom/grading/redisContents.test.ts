import { expect, test } from 'vitest';
import { redisContents } from '../../../src/classroom/grading/redisContents.js';
import { redis } from '../../../src/engine/index.js';
import { Recording } from '../../../src/recording/index.js';
import { World } from '../../../src/sim/World.js';

test('what Redis holds is read from the commands that took effect', () => {
  const world = new World({
    *program() {
      const db = yield* redis.connect();
      yield* db.set('a', 1);
      yield* db.incrby('a', 4);
      yield* db.setnx('a', 9);
      yield* db.hset('h', '1000 ms', 7);
      yield* db.hincrby('h', 'x', 3);
      yield* db.hset('gone', 'x', 3);
      yield* db.del('gone');
      yield* db.hdel('h', 'x');
    },
    settings: { stores: 'redis' },
  });
  world.run();
  const recording = new Recording(world.log, { title: 't', program: '', script: '', seed: '0', settings: {} } as never);
  expect([...redisContents(recording)]).toEqual([
    ['a', '5'],
    ['h 1000 ms', '7'],
  ]);
});

import { expect, test } from 'vitest';
import { crashPoints } from '../../../src/sim/fault/crashPoints.js';
import { shapeOf } from '../../../src/sim/fault/shapeOf.js';
import { splitScript, withoutFaults } from '../../../src/sim/fault/splitScript.js';
import { effects, parseScript } from '../../../src/sim/script/parseScript.js';
import { World } from '../../../src/sim/World.js';

const script = `# two words
@0.1s nc :9999 > a driver crash
@0.2s file in/x > one
@0.4s link driver-nc cut for=2s
@0s driver crash after=line-printed nth=2
@3s driver restart
@5s nc :9999 close

@9s run end
`;

test('input and comments stay, faults and repairs go, each line as it was written', () => {
  expect(splitScript(script).faults).toEqual([
    '@0.4s link driver-nc cut for=2s',
    '@0s driver crash after=line-printed nth=2',
    '@3s driver restart',
    '@5s nc :9999 close',
  ]);
  expect(withoutFaults(script)).toBe('# two words\n@0.1s nc :9999 > a driver crash\n@0.2s file in/x > one\n\n@9s run end\n');
  expect(withoutFaults(withoutFaults(script))).toBe(withoutFaults(script));
});

test('a world is what its run shows: ports of nc, links that were used, stores', () => {
  const world = new World({
    program: () => undefined,
    script: '@0.5s nc :9999 > a\n@1.5s nc :7000 > b\n',
    settings: { stores: 'redis' },
  });
  world.run();
  const events = Array.from({ length: world.log.length }, (_, seq) => world.log.get(seq));
  expect(shapeOf(events)).toMatchObject({ ports: [7000, 9999], stores: ['redis'], links: [], executors: [], brokers: [] });
});

test('every effect that a sweep crashes at can be written in a script', () => {
  const words = Object.entries(effects);
  const point = { type: 'blocks.allocated', seq: 0 } as never;
  expect(crashPoints([point])).toHaveLength(2);
  for (const type of ['blocks.allocated', 'rdd.checkpointed', 'console.line', 'checkpoint.written']) {
    const word = words.find(([, each]) => each === type)?.[0];
    expect(parseScript(`@0s driver crash after=${word}`).events).toHaveLength(1);
  }
});

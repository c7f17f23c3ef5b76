import { expect, test } from 'vitest';
import { println, SparkConf, SparkContext } from '../../../src/engine/index.js';
import type { RunEvent } from '../../../src/recording/index.js';
import { Recording } from '../../../src/recording/index.js';
import { parseScript } from '../../../src/sim/script/parseScript.js';
import { printEvent } from '../../../src/sim/script/Script.js';
import { World } from '../../../src/sim/World.js';

/** Two jobs of four tasks, 500 ms a record, on two executors of one core. */
function* counts() {
  const sc = new SparkContext(new SparkConf().setMaster('cluster[2,1]').setAppName('faults'));
  const numbers = sc.parallelize([1, 2, 3, 4], 4).map((n) => n * 2);
  println(yield* numbers.count());
  println((yield* numbers.collect()).join(' '));
}

function run(
  script: string,
  settings: Readonly<Record<string, string>> = {},
): { readonly events: RunEvent[]; readonly printed: string[] } {
  const all = { 'cost.recordMs': '500', ...settings };
  const world = new World({ program: counts, script, settings: all });
  world.run();
  const events = [...new Recording(world.log, { programText: '', scriptText: script, seed: '0', settings: all })];
  return { events, printed: events.flatMap((event) => (event.type === 'console.line' ? [event.text] : [])) };
}
const of = (events: readonly RunEvent[], type: RunEvent['type']) => events.filter((event) => event.type === type);
const endOf = ({ events }: { readonly events: readonly RunEvent[] }) => (events.at(-1) as RunEvent).at / 1_000_000;

test.each([
  '@1.5s executor 1 crash',
  '@1s executor 0 pause for=3s',
  '@1s executor 0 slow x=4 for=2s',
  '@1s executor 0 slow x=1.5',
  '@1s executor 1 disk-full for=5s',
  '@1s executor 1 memory-full',
  '@2s worker 1 crash',
  '@4s worker 1 restart',
  '@1s driver pause for=2s',
  '@1s driver slow x=2 for=1s',
  '@1s link driver-executor-1 cut for=1s',
  '@0s executor 1 crash after=task.completed nth=3',
])('%s is read and printed', (line) => {
  expect(printEvent(parseScript(line).events[0] as never)).toBe(line);
});

test.each([
  ['@1s executor crash', 'the number of the executor'],
  ['@1s executor 1 pause', 'how long: for=2s'],
  ['@1s executor 1 slow for=2s', 'how many times slower: x=4'],
  ['@1s executor 1 slow x=0', 'a factor such as x=4'],
  ['@1s executor 1 crush', 'crash'],
  ['@1s worker 1 pause for=1s', 'crash or restart'],
])('%s is refused in words', (line, words) => {
  expect(() => parseScript(line)).toThrow(words);
});

test('an executor that crashes is replaced under a new id, and its task runs again', () => {
  const { events, printed } = run('@0.7s executor 1 crash');
  expect(printed).toEqual(['4', '2 4 6 8']);
  expect(of(events, 'executor.removed')).toHaveLength(1);
  expect(of(events, 'task.failed').length).toBeGreaterThan(0);
  const causes = new Map(events.map((event) => [event.seq, event]));
  // The chain of causes leads from the lost task to the line of the script.
  let each = of(events, 'task.failed')[0];
  while (each !== undefined && each.type !== 'script.line') each = causes.get(each.cause);
  expect(each).toMatchObject({ type: 'script.line', text: '@0.7s executor 1 crash' });
});

test('a pause delays, and loses nothing', () => {
  const calm = run('');
  const paused = run('@0.7s executor 1 pause for=3s');
  expect(paused.printed).toEqual(calm.printed);
  expect(of(paused.events, 'task.failed')).toEqual([]);
  expect(endOf(paused)).toBeGreaterThan(endOf(calm));
});

test('a slow executor takes its factor longer', () => {
  const slow = run('@0.1s executor 0 slow x=4\n@0.1s executor 1 slow x=4');
  expect(endOf(slow)).toBeGreaterThan(endOf(run('')) * 3);
});

test('a worker that is gone for good is not replaced; the other does the work', () => {
  const { events, printed } = run('@0.7s worker 1 crash');
  expect(printed).toEqual(['4', '2 4 6 8']);
  expect(of(events, 'executor.added').filter((event) => event.at > 700_000)).toEqual([]);
});

test('without any executor left the run says who waits for what', () => {
  const { events, printed } = run('@0.7s worker 0 crash\n@0.7s worker 1 crash');
  expect(printed).toEqual([]);
  expect(events.at(-1)).toMatchObject({ type: 'run.ended', kind: 'stuck' });
});

test.each([
  ['@0.5s executor 7 crash', 'executor 7 is not running'],
  ['@0.5s executor 1 crash\n@0.6s executor 1 crash', 'executor 1 is not running'],
  ['@0.5s worker 9 crash', 'there is no worker 9'],
  ['@0.5s worker 1 restart', 'worker 1 is running'],
  ['@900s executor 1 crash', undefined],
])('%s: where nothing can happen nothing does, and the recording says so', (script, reason) => {
  const { events, printed } = run(script);
  expect(printed).toEqual(['4', '2 4 6 8']);
  if (reason !== undefined) expect(of(events, 'script.ignored').at(-1)).toMatchObject({ reason });
});

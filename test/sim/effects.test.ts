import { expect, test } from 'vitest';
import { println, SparkConf, SparkContext } from '../../src/engine/index.js';
import type { Process } from '../../src/engine/ports/Process.js';
import { parseScript } from '../../src/sim/script/parseScript.js';
import { printEvent } from '../../src/sim/script/Script.js';
import { ScriptError } from '../../src/sim/script/ScriptError.js';
import { World } from '../../src/sim/World.js';

/** What a program on `local[1]` had printed when its run was over. */
function printedBy(body: (sc: SparkContext) => Process<unknown>, script: string): string[] {
  const printed: string[] = [];
  const world = new World({
    program: function* () {
      yield* body(new SparkContext(new SparkConf().setMaster('local[1]').setAppName('effects')));
    },
    script,
  });
  world.onConsoleLine = (text) => printed.push(text);
  world.run();
  return printed;
}

const four = (sc: SparkContext) => sc.parallelize([1, 2, 3, 4], 1).foreach((n) => println(n));

test.each([
  ['after=line-printed', ['1']],
  ['after=line-printed nth=3', ['1', '2', '3']],
  ['before=line-printed nth=3', ['1', '2']],
  ['before=line-printed', []],
  ['after=line-printed nth=9', ['1', '2', '3', '4']],
])('a crash %s leaves exactly the effects up to there, in the middle of a task', (when, left) => {
  expect(printedBy(four, `@0s driver crash ${when}`)).toEqual(left);
});

test('code that catches everything does not outlive its host', () => {
  const stubborn = function* (sc: SparkContext) {
    try {
      yield* four(sc);
    } catch {
      println('caught');
    } finally {
      println('finally');
    }
  };
  expect(printedBy(stubborn, '@0s driver crash after=line-printed nth=2')).toEqual(['1', '2']);
});

test('a job that a plain function waits for dies with its host', () => {
  const sorts = function* (sc: SparkContext) {
    const numbers = sc.parallelize([3, 1, 2], 2).map((n) => {
      println(n);
      return n;
    });
    yield* numbers.sortBy((n) => n, true, 2).collect();
  };
  expect(printedBy(sorts, '@0s driver crash after=line-printed nth=2')).toEqual(['3', '1']);
});

test('every crash point of a run is a script of its own', () => {
  const all = printedBy(four, '').length;
  const lengths = Array.from(
    { length: all },
    (_, i) => printedBy(four, `@0s driver crash after=line-printed nth=${i + 1}`).length,
  );
  expect(lengths).toEqual([1, 2, 3, 4]);
});

test('before= and nth= are read, printed and refused where they mean nothing', () => {
  const line = '@2s driver crash before=checkpoint.written nth=2';
  expect(printEvent(parseScript(line).events[0] as never)).toBe(line);
  expect(() => parseScript('@2s driver crash nth=2')).toThrow(ScriptError);
  expect(() => parseScript('@2s driver crash after=line-printed before=line-printed')).toThrow(ScriptError);
});

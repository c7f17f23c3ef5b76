import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DStream, Seconds, SparkConf, type State, StateSpec, StreamingContext } from '../../src/engine/index.js';
import { println } from '../../src/engine/println.js';
import type { RDD } from '../../src/engine/rdd/index.js';
import {
  neverHeld,
  Origins,
  Recording,
  stateCalls,
  Windows,
  whereDidItGo,
  whyEvent,
  whyOutput,
  whyState,
  windowMembers,
} from '../../src/recording/index.js';
import { type Scenario, World } from '../../src/sim/World.js';

type Lines = DStream<string>;

const program = (build: (lines: Lines, ssc: StreamingContext) => void, master = 'local[2]') =>
  function* () {
    const ssc = new StreamingContext(new SparkConf().setMaster(master).setAppName('test'), Seconds(1));
    ssc.checkpoint('/checkpoint');
    build(ssc.socketTextStream('localhost', 9999), ssc);
    ssc.start();
    yield* ssc.awaitTermination();
  };

/** One entry a batch: the lines typed in it. */
function scriptOf(batches: readonly (readonly string[])[]): string {
  return batches.flatMap((lines, batch) => lines.map((line, i) => `@${batch * 1000 + 300 + i}ms nc :9999 > ${line}`)).join('\n');
}

function record(
  batches: readonly (readonly string[])[],
  build: (lines: Lines, ssc: StreamingContext) => void,
  more: Partial<Scenario> & { readonly master?: string } = {},
): Recording {
  const script = scriptOf(batches);
  const settings = { until: `${batches.length}001ms`, ...more.settings };
  const world = new World({ program: program(build, more.master), script, trace: 'provenance', ...more, settings });
  world.run();
  if (world.error !== undefined) throw world.error;
  return new Recording(
    world.log,
    { programText: '', scriptText: script, seed: '0', settings },
    undefined,
    world.provenance?.toParts(),
  );
}

/** Each printed line of a batch with the texts of the input records that it came from. */
function printed(recording: Recording, batchTime: number): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const event of recording) {
    if (event.type !== 'console.line' || !('batchTime' in event.place) || event.place.batchTime !== batchTime) continue;
    const why = whyEvent(recording, event.seq);
    if (why !== undefined && why.inputs.length > 0) found[event.text] = why.inputs.map(({ text }) => text);
  }
  return found;
}

const add = (a: number, b: number): number => a + b;
const counts = (lines: Lines) =>
  lines
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 1] as const)
    .reduceByKey(add);
const keyed = (lines: Lines) =>
  lines.map((line) => {
    const [key = '', value = ''] = line.split(' ');
    return [key, value] as const;
  });

describe('what an output line came from', () => {
  test('a word count: the lines that hold the word', () => {
    const recording = record([['to be', 'or not to be'], ['be']], (lines) => counts(lines).print());
    expect(printed(recording, 1000)).toEqual({
      '(to,2)': ['to be', 'or not to be'],
      '(be,2)': ['to be', 'or not to be'],
      '(or,1)': ['or not to be'],
      '(not,1)': ['or not to be'],
    });
    expect(printed(recording, 2000)).toEqual({ '(be,1)': ['be'] });
  });

  test('the chain leads through every RDD to the block and to what was typed, and each step is an event', () => {
    const recording = record([['to be', 'or not to be']], (lines) => counts(lines).print());
    const why = whyOutput(recording, 1000, 0, 0);
    const what = why?.steps.map((step) => step.what) ?? [];
    expect(what.slice(0, 5)).toEqual(['printed', 'reduceByKey', 'map', 'flatMap', 'socketTextStream']);
    expect(what).toContain('typed');
    expect(what).toContain('received');
    expect(what.at(-1)).toBe('typed');
    // Only the words of this key are in the steps between.
    expect(why?.steps.find((step) => step.what === 'flatMap')?.records).toEqual(['not']);
    expect(why?.isExact).toBe(true);
    for (const { seq } of why?.steps ?? []) expect(recording.get(seq).seq).toBe(seq);
  });

  test('a window: records of all its batches, also those that it shares', () => {
    const build = (lines: Lines) => counts(lines.window(Seconds(2), Seconds(1))).print();
    const recording = record([['a'], ['b a'], ['c']], build);
    expect(printed(recording, 2000)).toEqual({ '(a,2)': ['a', 'b a'], '(b,1)': ['b a'] });
    expect(printed(recording, 3000)).toEqual({ '(a,1)': ['b a'], '(b,1)': ['b a'], '(c,1)': ['c'] });
  });

  test('an inverse window: what has left is no cause any more', () => {
    const build = (lines: Lines) =>
      lines
        .map((line) => [line.charAt(0), 1] as const)
        .reduceByKeyAndWindow(add, (a, b) => a - b, Seconds(2), Seconds(1))
        .print();
    const recording = record([['a1'], ['a2'], ['a3'], ['b4'], ['b5']], build);
    expect(printed(recording, 2000)).toEqual({ '(a,2)': ['a1', 'a2'] });
    expect(printed(recording, 3000)).toEqual({ '(a,2)': ['a2', 'a3'] });
    expect(printed(recording, 4000)).toEqual({ '(a,1)': ['a3'], '(b,1)': ['b4'] });
    // The key that stays at 0 comes from nothing.
    expect(printed(recording, 5000)).toEqual({ '(b,2)': ['b4', 'b5'] });
  });

  test('a join: a row comes from the two records that it joins', () => {
    const build = (lines: Lines) => {
      const left = keyed(lines.filter((line) => line.endsWith('l')));
      left.join(keyed(lines.filter((line) => !line.endsWith('l')))).print();
    };
    const recording = record([['k 1l', 'k 2l', 'k 3r', 'j 4l']], build);
    expect(printed(recording, 1000)).toEqual({ '(k,(1l,3r))': ['k 1l', 'k 3r'], '(k,(2l,3r))': ['k 2l', 'k 3r'] });
  });

  test.for([
    { name: 'repartition', via: (lines: Lines) => lines.repartition(3) },
    { name: 'union with itself', via: (lines: Lines) => lines.union(lines) },
    { name: 'cache', via: (lines: Lines) => lines.cache() },
    { name: 'sort', via: (lines: Lines) => lines.transform((rdd: RDD<string>) => rdd.sortBy((line) => line, false)) },
    { name: 'distinct', via: (lines: Lines) => lines.transform((rdd: RDD<string>) => rdd.distinct()) },
    {
      name: 'groups taken apart',
      via: (lines: Lines) =>
        lines
          .map((l) => [1, l] as const)
          .groupByKey()
          .flatMap(([, v]) => v),
    },
    {
      name: 'zip',
      via: (lines: Lines) => lines.transform((rdd: RDD<string>) => rdd.zip(rdd.map((line) => line.length)).map(([line]) => line)),
    },
    {
      name: 'subtract',
      via: (lines: Lines) => lines.transform((rdd: RDD<string>) => rdd.subtract(rdd.filter((line) => line === 'x'))),
    },
  ])('$name: every record from itself', ({ via }) => {
    const recording = record([['one', 'two', 'three']], (lines) => via(lines).print());
    expect(printed(recording, 1000)).toEqual({ one: ['one'], two: ['two'], three: ['three'] });
  });

  test('what user code makes of a partition came from no more than it had pulled', () => {
    const build = (lines: Lines) =>
      lines
        .mapPartitions(function* (records) {
          let sum = '';
          for (const line of records) {
            sum += line;
            yield sum;
          }
        })
        .print();
    const recording = record([['a', 'b', 'c']], build);
    expect(printed(recording, 1000)).toEqual({ a: ['a'], ab: ['a', 'b'], abc: ['a', 'b', 'c'] });
    expect(whyOutput(recording, 1000, 0, 1)?.isExact).toBe(false);
  });

  test('what a program prints of what it collected, record by record and as a whole', () => {
    const build = (lines: Lines) =>
      lines.foreachRDD(function* (rdd: RDD<string>) {
        for (const line of yield* rdd.collect()) println(`got ${line}`);
        println(`count ${yield* rdd.count()}`);
      });
    const recording = record([['a', 'b']], build);
    expect(printed(recording, 1000)).toEqual({ 'got a': ['a'], 'got b': ['b'], 'count 2': ['a', 'b'] });
  });

  test('a program that prints in a task prints about the record of its turn', () => {
    const build = (lines: Lines) =>
      lines.foreachRDD(function* (rdd: RDD<string>) {
        yield* rdd.foreach((line) => println(`got ${line}`));
      });
    const recording = record([['a', 'b']], build, { settings: { 'cost.recordMs': '7', until: '1500ms' } });
    expect(printed(recording, 1000)).toEqual({ 'got a': ['a'], 'got b': ['b'] });
  });

  test('the lines of a file, and of a file that the program itself has written', () => {
    const build = (_: Lines, ssc: StreamingContext) => {
      ssc.textFileStream('/in').saveAsTextFiles('/out');
      ssc
        .textFileStream('/in')
        .filter((line) => line !== 'two')
        .print();
    };
    const recording = record([[], []], build, { script: '@0.5s file /in/a > one\\ntwo\\nthree' });
    expect(printed(recording, 1000)).toEqual({ one: ['one'], three: ['three'] });
    const origins = recording.project(Origins.of);
    const written = origins?.parts.files.flatMap((file) => file.origins.flatMap((origin) => origins.inputsFor(origin)));
    expect(written?.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(written?.[2]).toMatchObject({ kind: 'line', path: '/in/a', line: 3 });
  });

  test('a task that failed and was tried again is one of the causes', () => {
    let failed = false;
    const build = (lines: Lines) =>
      counts(
        lines.map((line) => {
          if (!failed) {
            failed = true;
            throw new Error('once');
          }
          return line;
        }),
      ).print();
    const recording = record([['a', 'a']], build, { master: 'local[2,3]' });
    expect(printed(recording, 1000)).toEqual({ '(a,2)': ['a', 'a'] });
    const failure = whyOutput(recording, 1000, 0, 0)?.steps.find(({ what }) => what === 'task failed');
    expect(recording.get(failure?.seq ?? 0)).toMatchObject({ type: 'task.failed', attempt: 0 });
  });
});

describe('what a state came from', () => {
  test('updateStateByKey: all records of the key so far', () => {
    const sum = (values: readonly number[], old: number | undefined) => (old ?? 0) + values.reduce(add, 0);
    const build = (lines: Lines) =>
      lines
        .map((line) => [line.charAt(0), 1] as const)
        .updateStateByKey(sum)
        .print();
    const recording = record([['a1', 'b1'], ['a2'], ['b3']], build);
    expect(printed(recording, 3000)).toEqual({ '(a,2)': ['a1', 'a2'], '(b,2)': ['b1', 'b3'] });
    const [stream] = [...recording].flatMap((event) => (event.type === 'state.updated' ? [event.stream] : []));
    expect(whyState(recording, stream as number, 'a', 3000)?.inputs.map(({ text }) => text)).toEqual(['a1', 'a2']);
    const call = stateCalls(recording, 2000).find(({ key }) => key === 'a');
    expect(call).toMatchObject({ before: '1', after: '2', values: ['1'], change: 'changed' });
    expect(call?.call).toContain('updateStateByKey');
  });

  test('mapWithState: a key that times out gives a record that came from its state', () => {
    const spec = StateSpec.function((key: string, value: number | undefined, state: State<number>) => {
      if (state.isTimingOut()) return `${key} gone`;
      state.update((state.exists() ? state.get() : 0) + (value ?? 0));
      return `${key} ${state.get()}`;
    }).timeout(Seconds(3));
    const build = (lines: Lines) =>
      lines
        .map((line) => [line.charAt(0), 1] as const)
        .mapWithState(spec)
        .print();
    const recording = record([['a1'], ['a2', 'b2'], [], [], [], [], [], [], [], [], []], build);
    expect(printed(recording, 2000)).toEqual({ 'a 2': ['a1', 'a2'], 'b 1': ['b2'] });
    expect(printed(recording, 10_000)).toEqual({ 'a gone': ['a1', 'a2'], 'b gone': ['b2'] });
  });
});

describe('where a record went', () => {
  const way = (recording: Recording, text: string) => {
    const input = recording.project(Origins.of)?.inputs.find((each) => each.text === text);
    return input === undefined ? undefined : whereDidItGo(recording, input);
  };

  test('to the lines that show it', () => {
    const recording = record([['a b', 'b']], (lines) => counts(lines).print());
    const found = way(recording, 'a b');
    const texts = found?.effects.map((seq) => recording.get(seq)).map((event) => ('text' in event ? event.text : event.type));
    expect(texts?.sort()).toEqual(['(a,1)', '(b,2)']);
    expect(found?.stops).toEqual([]);
  });

  test('a filter dropped it', () => {
    const recording = record([['keep', 'drop']], (lines) => lines.filter((line) => line !== 'drop').print());
    expect(way(recording, 'drop')?.stops).toMatchObject([{ kind: 'dropped', text: expect.stringContaining('filter') }]);
    expect(way(recording, 'keep')?.stops).toEqual([]);
  });

  test('the second of two filters dropped it', () => {
    const build = (lines: Lines) =>
      lines
        .filter((line) => line !== 'x')
        .filter((line) => line !== 'drop')
        .print();
    expect(way(record([['keep', 'drop']], build), 'drop')?.stops).toMatchObject([{ kind: 'dropped' }]);
  });

  test('leaving a window, or being in a state, is no end', () => {
    const spec = StateSpec.function((key: string, value: number | undefined, state: State<number>) => {
      state.update((state.exists() ? state.get() : 0) + (value ?? 0));
      return key;
    });
    const build = (lines: Lines) => {
      const pairs = lines.map((line) => [line.charAt(0), 1] as const);
      pairs.reduceByKeyAndWindow(add, (a, b) => a - b, Seconds(2), Seconds(1)).print();
      pairs.mapWithState(spec).print();
    };
    const recording = record([['a1'], ['a2'], ['a3'], ['a4']], build);
    expect(way(recording, 'a1')?.stops).toEqual([]);
  });

  test('no window will ever hold it', () => {
    const build = (lines: Lines) => counts(lines.window(Seconds(1), Seconds(2))).print();
    const recording = record([['a'], ['b'], ['c'], ['d']], build);
    expect(way(recording, 'a')?.stops).toMatchObject([{ kind: 'never' }]);
    expect(way(recording, 'b')?.stops).toEqual([]);
    const [window] = recording.project(Windows.of).streams;
    if (window === undefined) throw new Error('no window');
    expect(neverHeld(recording, window, recording.length).map(({ batchTime }) => batchTime)).toEqual([1000, 3000]);
    expect(windowMembers(recording, window.stream, 4000)).toMatchObject({
      members: [4000],
      shared: [],
      entered: [4000],
      left: [2000],
    });
  });

  test('print took only the first records', () => {
    const many = Array.from({ length: 14 }, (_, i) => `line ${i}`);
    const recording = record([many], (lines) => lines.map((line) => line).print(3));
    expect(way(recording, 'line 2')?.effects.length).toBe(1);
    expect(way(recording, 'line 9')?.effects).toEqual([]);
  });
});

test('the log of a run is the same with and without', () => {
  const build = (lines: Lines) => {
    counts(lines.window(Seconds(2), Seconds(1))).print();
    keyed(lines).join(keyed(lines)).print();
    lines.count().print();
    lines.foreachRDD(function* (rdd: RDD<string>) {
      for (const line of yield* rdd.take(2)) println(line);
    });
  };
  const input = [['a b', 'c d'], ['a'], [], ['b a b']];
  expect(record(input, build).digest).toBe(record(input, build, { trace: 'detail' }).digest);
});

/** Operators on pairs of a key and the set of tags that it is made of: the program computes what its provenance should be. */
type Tagged = DStream<readonly [string, string]>;
const operators: Record<string, (stream: Tagged) => Tagged> = {
  map: (s) => s.map(([k, v]) => [k, v] as const),
  rekey: (s) => s.map(([k, v]) => [k === 'a' ? 'b' : k, v] as const),
  filter: (s) => s.filter(([k]) => k !== 'c'),
  twice: (s) => s.flatMap((pair) => [pair, pair]),
  reduce: (s) => s.reduceByKey((a, b) => `${a},${b}`),
  group: (s) => s.groupByKey(3).mapValues((values) => [...values].join(',')),
  window: (s) => s.window(Seconds(2), Seconds(1)),
  union: (s) => s.union(s),
  repartition: (s) => s.repartition(2),
  state: (s) =>
    s.updateStateByKey<string, string, string>(
      (values, old) => [...(old === undefined ? [] : [old]), ...values].join(',') || undefined,
    ),
  join: (s) => s.join(s).map(([k, [a, b]]) => [k, `${a},${b}`] as const),
  cache: (s) => s.cache(),
};

test('what any program prints came from the records whose tags it carries', () => {
  const names = fc.array(fc.constantFrom(...Object.keys(operators)), { minLength: 1, maxLength: 4 });
  const batches = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(names, batches, (chain, keys) => {
      let tag = 0;
      const input = keys.map((batch) => batch.map((key) => `${key} t${tag++}`));
      const build = (lines: Lines) => {
        const tagged: Tagged = keyed(lines);
        chain.reduce((stream, name) => (operators[name] as (s: Tagged) => Tagged)(stream), tagged).print(1000);
      };
      const recording = record(input, build);
      let lines = 0;
      for (const event of recording) {
        if (event.type !== 'console.line' || !event.text.startsWith('(')) continue;
        lines++;
        const tags = [...new Set(event.text.match(/t\d+/g))].sort();
        const found = whyEvent(recording, event.seq)?.inputs.map(({ text }) => text.split(' ')[1]);
        expect([...(found ?? [])].sort()).toEqual(tags);
      }
      return lines >= 0;
    }),
    { numRuns: 60 },
  );
});

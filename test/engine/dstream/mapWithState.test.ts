import { describe, expect, test } from 'vitest';
import type { DStream } from '../../../src/engine/dstream/index.js';
import { None, Some } from '../../../src/engine/jvm/index.js';
import { HashPartitioner, type Pair } from '../../../src/engine/rdd/index.js';
import { type State, StateSpec } from '../../../src/engine/state/index.js';
import { Seconds, type Time } from '../../../src/engine/time/index.js';
import { type Bench, partitionsOf, recordsOf, runBatches } from './support/runBatches.js';

type Numbers = Pair<string, number>;

const add = (key: string, value: number | undefined, state: State<number>): string | undefined => {
  if (state.isTimingOut()) return `${key} out at ${state.get()}`;
  const total = (state.exists() ? state.get() : 0) + (value ?? 0);
  state.update(total);
  return `${key}${total}`;
};

/** Batches in words: `a1 b2|a3` has two partitions; undefined is no RDD. */
const input = (bench: Bench, batches: (string | undefined)[]): DStream<Numbers> =>
  bench.table(
    batches.map((batch) =>
      batch
        ?.split('|')
        .map((part) =>
          part.split(' ').flatMap((word): Numbers[] => (word === '' ? [] : [[word.slice(0, 1), Number(word.slice(1))]])),
        ),
    ),
  );

interface Found {
  readonly mapped: (unknown[] | undefined)[];
  readonly states: (string[] | undefined)[];
}
function run<E>(batches: (string | undefined)[], spec: (bench: Bench) => StateSpec<string, number, number, E>): Found {
  const mapped: unknown[][] = [];
  const states: string[][] = [];
  const results = runBatches({ batches: batches.length, checkpoint: true }, (bench) => {
    const stream = input(bench, batches).mapWithState(spec(bench));
    stream.foreachRDD(function* (rdd, time) {
      mapped[time.millis / 1000 - 1] = yield* rdd.collect();
    });
    stream.stateSnapshots().foreachRDD(function* (rdd, time) {
      states[time.millis / 1000 - 1] = (yield* rdd.collect()).map(([key, state]) => `${key}${state}`).sort();
    });
  });
  for (const { failures } of results) if (failures.length > 0) throw failures[0];
  return { mapped, states };
}

describe('mapWithState', () => {
  test('calls the function once for each record, in order, and not for keys without records', () => {
    const { mapped, states } = run(['a1 a2|b5', '', undefined, 'a4'], () => StateSpec.function(add).numPartitions(1));
    expect(mapped).toEqual([['a1', 'a3', 'b5'], [], [], ['a7']]);
    expect(states).toEqual([
      ['a3', 'b5'],
      ['a3', 'b5'],
      ['a3', 'b5'],
      ['a7', 'b5'],
    ]);
  });

  test('undefined makes no record; a state that was not updated is not kept', () => {
    const { mapped, states } = run(['a1 b2'], () =>
      StateSpec.function((key: string, _value: number | undefined, _state: State<number>) =>
        key === 'a' ? key : undefined,
      ).numPartitions(1),
    );
    expect(mapped).toEqual([['a']]);
    expect(states).toEqual([[]]);
  });

  test('the function with the batch time', () => {
    const spec = () =>
      StateSpec.function((time: Time, key: string, value: number | undefined, state: State<number>) => {
        state.update(time.millis);
        return `${time} ${key} ${value}`;
      });
    expect(run(['a1', 'a2'], spec)).toEqual({ mapped: [['1000 ms a 1'], ['2000 ms a 2']], states: [['a1000'], ['a2000']] });
  });

  test('remove takes a key out; a later record of the same batch finds none', () => {
    const spec = () =>
      StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
        const before = state.getOption();
        if (value === 0) state.remove();
        else state.update(value as number);
        return before;
      }).numPartitions(1);
    expect(run(['a1 a0 a2', 'a0'], spec)).toEqual({ mapped: [[None, new Some(1), None], [new Some(2)]], states: [['a2'], []] });
  });

  test('initial states: the last of a key counts, and the function is not called for them', () => {
    const spec = (bench: Bench) =>
      StateSpec.function(add).initialState(
        bench.sparkContext.parallelize<Numbers>(
          [
            ['a', 10],
            ['z', 5],
            ['a', 20],
          ],
          1,
        ),
      );
    expect(run(['a1'], spec)).toEqual({ mapped: [['a21']], states: [['a21', 'z5']] });
  });

  test.for([
    { name: 'the default parallelism', spec: StateSpec.function(add), partitions: 2 },
    { name: 'a number', spec: StateSpec.function(add).numPartitions(5), partitions: 5 },
    {
      name: 'a partitioner; the last call counts',
      spec: StateSpec.function(add).numPartitions(5).partitioner(new HashPartitioner(3)),
      partitions: 3,
    },
  ])('partitions: $name', ({ spec, partitions }) => {
    const found = partitionsOf({ batches: 1, checkpoint: true }, (bench) => input(bench, ['a1 b2']).mapWithState(spec));
    expect(found[0]).toHaveLength(partitions);
  });

  test('a key times out at the tenth batch, not when it is due, and the function hears of it', () => {
    const batches = ['a1', ...new Array(10).fill('')];
    const { mapped, states } = run(batches, () => StateSpec.function(add).timeout(Seconds(3)));
    expect(mapped.flatMap((records, i) => (records ?? []).map((record) => `${i + 1}: ${record}`))).toEqual([
      '1: a1',
      '10: a out at 1',
    ]);
    expect(states.map((each) => each?.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  });

  test.for([
    { name: 'data before the tenth batch revives a key that was due', at: 8, outs: 0 },
    { name: 'data in the tenth batch itself saves it', at: 10, outs: 0 },
    { name: 'exactly the timeout is not too long', at: 7, outs: 0 },
    { name: 'a ms more is', at: 6, outs: 1 },
  ])('$name', ({ at, outs }) => {
    const batches = Array.from({ length: 10 }, (_, i) => (i + 1 === at || i === 0 ? 'a1' : ''));
    const { mapped } = run(batches, () => StateSpec.function(add).timeout(Seconds(3)));
    expect(mapped.flat().filter((record) => String(record).includes('out'))).toHaveLength(outs);
  });

  test('a timeout refreshes keys that were read only', () => {
    const read = () =>
      StateSpec.function((key: string, value: number | undefined, state: State<number>) => {
        if (state.isTimingOut()) return `${key} out`;
        if (!state.exists()) state.update(value as number);
        return undefined;
      }).timeout(Seconds(3));
    const batches = ['a1', '', '', '', '', '', '', 'a2', '', ''];
    expect(run(batches, read).mapped.flat()).toEqual([]);
  });

  test.for<{ name: string; act: (state: State<number>) => void; text: string }>([
    { name: 'get without a state', act: (state) => state.get(), text: 'java.util.NoSuchElementException: State is not set' },
    {
      name: 'update after remove',
      act: (state) => {
        state.remove();
        state.update(1);
      },
      text: 'requirement failed: Cannot update the state after it has been removed',
    },
    {
      name: 'remove twice',
      act: (state) => {
        state.remove();
        state.remove();
      },
      text: 'requirement failed: Cannot remove the state that has already been removed',
    },
  ])('$name fails the batch with Spark’s text', ({ act, text }) => {
    expect(() =>
      run(['a1'], () => StateSpec.function((_key: string, _value: number | undefined, state: State<number>) => act(state))),
    ).toThrow(text);
  });

  test('update and remove of a state that is timing out fail the batch', () => {
    const batches = ['a1', ...new Array(9).fill('')];
    const failing = (act: (state: State<number>) => void) => () =>
      run(batches, () =>
        StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
          if (state.isTimingOut()) act(state);
          else state.update(value as number);
        }).timeout(Seconds(3)),
      );
    expect(failing((state) => state.update(1))).toThrow('requirement failed: Cannot update the state that is timing out');
    expect(failing((state) => state.remove())).toThrow('requirement failed: Cannot remove the state that is timing out');
  });

  test('needs a checkpoint directory, and an interval that is a multiple of the batch', () => {
    const build = (checkpoint: boolean, ms: number) => () =>
      runBatches({ checkpoint }, (bench) =>
        input(bench, ['a1'])
          .mapWithState(StateSpec.function(add))
          .checkpoint(Seconds(ms / 1000))
          .print(),
      );
    expect(build(false, 1000)).toThrow('The checkpoint directory has not been set.');
    expect(build(true, 1500)).toThrow(
      'The checkpoint interval for InternalMapWithStateDStream has been set to  1500 ms which not a multiple of its slide time (1000 ms).',
    );
  });

  test('a state kept in files every second batch is the state', () => {
    const batches = ['a1', 'a1 b1', 'b1', 'a1', ''];
    const found = recordsOf({ batches: 5, checkpoint: true }, (bench) => {
      const stream = input(bench, batches).mapWithState(StateSpec.function(add));
      stream.checkpoint(Seconds(2));
      return stream.stateSnapshots();
    });
    expect(found.map((records) => records?.map(([k, v]) => `${k}${v}`).sort())).toEqual([
      ['a1'],
      ['a2', 'b1'],
      ['a2', 'b2'],
      ['a3', 'b2'],
      ['a3', 'b2'],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import '../../src/engine/dstream/index.js';
import { capturing, NotSerializableException, type WritesItself, writeObject } from '../../src/engine/closure.js';
import type { DStream } from '../../src/engine/dstream/index.js';
import { BatchwiseError } from '../../src/engine/errors.js';
import type { RDD } from '../../src/engine/rdd/index.js';
import { SparkConf, SparkContext } from '../../src/engine/rdd/index.js';
import { StreamingContext } from '../../src/engine/StreamingContext.js';
import { StateSpec } from '../../src/engine/state/index.js';
import { Seconds } from '../../src/engine/time/index.js';
import { World } from '../../src/sim/World.js';

class Connection implements WritesItself {
  send<T>(x: T): T {
    return x;
  }
  [writeObject](): void {
    throw new NotSerializableException('com.example.Connection');
  }
}
const connection = new Connection();

/** Runs `body` as a program. @returns what it threw, with its cause */
function thrownBy(body: (bench: { sc: SparkContext; ssc: StreamingContext; rdd: RDD<number>; stream: DStream<number> }) => void) {
  let thrown: unknown;
  new World({
    // biome-ignore lint/correctness/useYield: nothing here takes time
    program: function* () {
      const sc = new SparkContext(new SparkConf().setMaster('local[2]').setAppName('test'));
      const ssc = new StreamingContext(sc, Seconds(1));
      try {
        body({ sc, ssc, rdd: sc.parallelize([1, 2], 2), stream: ssc.queueStream([sc.parallelize([1], 1)]) });
      } catch (error) {
        thrown = error;
      }
    },
    settings: { until: '100ms' },
  }).run();
  if (thrown === undefined) return undefined;
  const text = (error: unknown) =>
    error instanceof BatchwiseError ? (error.toString().split('\n')[0] as string) : String(error);
  const { cause } = thrown as Error;
  return cause === undefined ? text(thrown) : [text(thrown), text(cause)];
}

const refused = (what: string) => [
  'org.apache.spark.SparkException: Task not serializable',
  `java.io.NotSerializableException: ${what}`,
];

describe('what a function captures', () => {
  test('that cannot be sent is refused by the operator, before any job', () => {
    const found = thrownBy(({ rdd }) => rdd.map(capturing({ connection }, (x) => connection.send(x))));
    expect(found).toEqual(refused('com.example.Connection'));
  });

  test('is followed through arrays, objects, maps and functions', () => {
    const inner = capturing({ pool: new Map([['a', [connection]]]) }, (x: number) => connection.send(x));
    const found = thrownBy(({ stream }) => stream.filter(capturing({ options: { inner } }, (x) => inner(x) > 0)));
    expect(found).toEqual(refused('com.example.Connection'));
  });

  test('may be plain values, even in a circle', () => {
    const circle: { self?: unknown; factor: number } = { factor: 2 };
    circle.self = circle;
    expect(thrownBy(({ rdd }) => rdd.map(capturing({ circle }, (x) => x * circle.factor)))).toBeUndefined();
  });

  test('the context is refused; an RDD is not, and fails only in the task', () => {
    expect(thrownBy(({ sc, rdd }) => rdd.map(capturing({ sc }, (x) => x)))).toEqual(refused('org.apache.spark.SparkContext'));
    expect(thrownBy(({ rdd }) => rdd.map(capturing({ rdd }, (x) => x)))).toBeUndefined();
  });

  test('the function of a state is checked when its specification is made', () => {
    const found = thrownBy(() => StateSpec.function(capturing({ connection }, (key: string) => connection.send(key))));
    expect(found).toEqual(refused('com.example.Connection'));
  });

  test('functions of the driver may capture anything, as long as nothing is checkpointed', () => {
    const program = (checkpoint: boolean) =>
      thrownBy(({ ssc, stream }) => {
        if (checkpoint) ssc.checkpoint('/checkpoint');
        stream.transform(capturing({ connection }, (rdd) => connection.send(rdd))).print();
        ssc.start();
      });
    expect(program(false)).toBeUndefined();
    expect(program(true)).toBe(
      'java.io.NotSerializableException: DStream checkpointing has been enabled but the DStreams with their functions are not serializable',
    );
  });

  // Recorded with Spark 3.2.1: such a function works, unless one of the streams leads to no output operation.
  test.for([true, false])('of streams, a function of the driver may capture those of the graph (all are: %s)', (all) => {
    const found = thrownBy(({ ssc, stream }) => {
      ssc.checkpoint('/checkpoint');
      const streams = { stream, mapped: stream.map((x) => x + 1), other: stream.map((x) => x + 2) };
      streams.mapped.foreachRDD(capturing({ streams }, () => {}));
      if (all) streams.other.print();
      ssc.start();
    });
    if (all) expect(found).toBeUndefined();
    else expect(found).toMatch(/^java.io.NotSerializableException: DStream checkpointing has been enabled/);
  });

  test('a stream inside a function of a task is refused', () => {
    const found = thrownBy(({ stream }) => {
      const mapped = stream.map((x) => x);
      mapped.print();
      stream.map(capturing({ mapped }, (x) => x));
    });
    expect((found as string[])[1]).toMatch(
      /MappedDStream is being serialized {2}possibly as a part of closure of an RDD operation/,
    );
  });
});

import { currentEnvironment } from '../../../src/engine/ambient.js';
import { capturing, NotSerializable } from '../../../src/engine/closure.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { pair, type SparkContext } from '../../../src/engine/rdd/index.js';
import { withCaptured } from '../../../src/engine/withCaptured.js';
import { encode, type Json } from './values.js';

/** A class that is not serialisable. */
class NotSer extends NotSerializable {
  readonly x = 1;
  plus(y: number): number {
    return this.x + y;
  }
}

/** An enclosing object that is not serialisable either. */
class Holder extends NotSerializable {
  readonly n = new NotSer();
}

const seq = (values: readonly unknown[]): Json => ({ seq: values.map(encode) });
const long = (value: unknown): Json => ({ long: String(value) });

/** The singleton object of the machine that is running. */
function addToGlobal(x: number): void {
  const { statics } = currentEnvironment();
  statics.set('Global.count', ((statics.get('Global.count') as number | undefined) ?? 0) + x);
}

type Special = (context: SparkContext) => Process<Json>;

/** The code of the closure cases (recordings/cluster/README.md, "special"). */
const specials: Readonly<Record<string, Special>> = {
  // biome-ignore lint/correctness/useYield: it runs no job
  *defaultParallelism(sc) {
    return { defaultParallelism: sc.defaultParallelism, defaultMinPartitions: Math.min(sc.defaultParallelism, 2) };
  },
  *captureNotSerializable(sc) {
    const n = new NotSer();
    return {
      value: seq(
        yield* sc
          .parallelize([1, 2], 2)
          .map(capturing({ n }, (x: number) => n.plus(x)))
          .collect(),
      ),
    };
  },
  *captureThis(sc) {
    const holder = new Holder();
    return {
      value: seq(
        yield* sc
          .parallelize([1, 2], 2)
          .map(capturing({ holder }, (x: number) => holder.n.plus(x)))
          .collect(),
      ),
    };
  },
  *captureContext(sc) {
    const inner = capturing({ sc }, (x: number) => sc.parallelize([x], 1).count());
    return { value: seq(yield* sc.parallelize([1, 2], 2).map(inner).collect()) };
  },
  *nestedRdd(sc) {
    const r = sc.parallelize([1, 2], 2);
    const inner = capturing({ r }, (x: number) => [r.count(), x]);
    return { value: seq(yield* sc.parallelize([1, 2], 2).map(inner).collect()) };
  },
  *notSerializableResult(sc) {
    return {
      value: seq(
        yield* sc
          .parallelize([1, 2], 2)
          .map(() => new NotSer())
          .collect(),
      ),
    };
  },
  *notSerializableRecordInShuffle(sc) {
    return {
      value: long(
        yield* sc
          .parallelize([1, 2], 2)
          .map((x) => pair(x, new NotSer()))
          .groupByKey(2)
          .count(),
      ),
    };
  },
  *notSerializableData(sc) {
    return { value: long(yield* sc.parallelize([new NotSer(), new NotSer()], 2).count()) };
  },
  // biome-ignore lint/correctness/useYield: it runs no job
  *notSerializableBroadcast(sc) {
    sc.broadcast(new NotSer());
    return {};
  },
  *driverCounter(sc) {
    const variables = { c: 0 };
    const add = withCaptured(variables, (own) => (x: number) => {
      own.c += x;
    });
    yield* sc.parallelize([1, 2, 3, 4, 5, 6], 2).foreach(add);
    return { value: variables.c };
  },
  *driverCounterSeenByTask(sc) {
    const variables = { c: 0 };
    const add = withCaptured(variables, (own) => (x: number) => {
      own.c += x;
      return own.c;
    });
    const tasks = seq(yield* sc.parallelize([1, 2, 3, 4, 5, 6], 2).map(add).collect());
    return { tasks, driver: variables.c };
  },
  *globalCounter(sc) {
    yield* sc.parallelize([1, 2, 3, 4, 5, 6], 2).foreach(addToGlobal);
    return { value: (currentEnvironment().statics.get('Global.count') as number | undefined) ?? 0 };
  },
  *mutateBroadcast(sc) {
    const b = sc.broadcast([1]);
    yield* sc.parallelize([1], 1).foreach(() => void b.value.push(2));
    return { driver: b.value.length };
  },
  *mutateAfterBroadcast(sc) {
    const list = [1];
    const b = sc.broadcast(list);
    list.push(2);
    const task = seq(
      yield* sc
        .parallelize([1], 1)
        .map(() => b.value.length)
        .collect(),
    );
    return { task, driver: b.value.length };
  },
  *mutateCapturedAfterDefinition(sc) {
    const variables = { k: 1 };
    const r = sc.parallelize([1, 2], 2).map(withCaptured(variables, (own) => (x: number) => x * own.k));
    variables.k = 10;
    return { value: seq(yield* r.collect()) };
  },
  *mutateCapturedObjectAfterDefinition(sc) {
    const cell = [1];
    const r = sc.parallelize([1, 2], 2).map(withCaptured({ cell }, (own) => (x: number) => x * (own.cell[0] as number)));
    cell[0] = 10;
    const first = seq(yield* r.collect());
    cell[0] = 100;
    return { first, second: seq(yield* r.collect()) };
  },
  *accumulatorReadInTask(sc) {
    const a = sc.longAccumulator('a');
    const sums = yield* sc
      .parallelize([1, 2, 3, 4], 2)
      .map((x) => {
        a.add(x);
        return a.sum;
      })
      .collect();
    return { tasks: { seq: sums.map(long) }, driver: long(a.value) };
  },
  *accumulatorValueInTask(sc) {
    const a = sc.longAccumulator('a');
    const values = yield* sc
      .parallelize([1, 2, 3, 4], 2)
      .map((x) => {
        a.add(x);
        return a.value;
      })
      .collect();
    return { tasks: { seq: values.map(long) } };
  },
  *destroyedBroadcast(sc) {
    const b = sc.broadcast(5);
    b.destroy();
    return {
      value: seq(
        yield* sc
          .parallelize([1], 1)
          .map(capturing({ b }, (x: number) => x + b.value))
          .collect(),
      ),
    };
  },
  *destroyedBroadcastLater(sc) {
    const b = sc.broadcast(5);
    const r = sc.parallelize([1], 1).map(capturing({ b }, (x: number) => x + b.value));
    yield* r.collect();
    b.destroy();
    return { value: seq(yield* r.collect()) };
  },
  *unpersistedBroadcast(sc) {
    const b = sc.broadcast(5);
    const r = sc.parallelize([1, 2], 2).map(capturing({ b }, (x: number) => x + b.value));
    const before = yield* r.collect();
    b.unpersist();
    return { value: seq([...before, ...(yield* r.collect())]) };
  },
  // biome-ignore lint/correctness/useYield: it runs no job
  *broadcastRdd(sc) {
    sc.broadcast(sc.parallelize([1], 1));
    return {};
  },
  *badPartition(sc) {
    const rdd = sc.parallelize([1], 1);
    return { value: seq(yield* sc.runJob(rdd, (records) => records.toArray().length, { partitions: [3] })) };
  },
  *emptyJob(sc) {
    return { value: (yield* sc.emptyRDD<number>().collect()).length };
  },
};

/** A named piece of code of the recordings. */
export function* runSpecial(name: string, context: SparkContext): Process<Json> {
  const special = specials[name];
  if (special === undefined) throw new Error(`the code ${name} is not there yet`);
  return yield* special(context);
}

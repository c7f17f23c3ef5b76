import { JavaError } from '../../errors.js';
import { type BoundedPriorityQueue, mergeTakeOrdered, takeOrderedInPartition } from '../../jvm/BoundedPriorityQueue.js';
import { compareValues } from '../../jvm/compareValues.js';
import { javaEquals } from '../../jvm/javaEquals.js';
import { immutableMapOrder, mutableMapOrder } from '../../jvm/scalaOrder.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import type { Process } from '../../ports/Process.js';
import { plainResult, runResult } from '../../process/callUser.js';
import { END, type RecordIterator } from '../../RecordIterator.js';
import { ShuffleDependency } from '../Dependency.js';
import { partFile } from '../kinds.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { StorageLevel } from '../StorageLevel.js';
import type { TaskContext } from '../TaskContext.js';
import { emptyCollection } from './byKey.js';
import { attach } from './operator.js';

type Compare<T> = (a: T, b: T) => number;

declare module '../RDD.js' {
  interface RDD<T> {
    collect(): Process<T[]>;
    count(): Process<number>;
    /** @throws {UnsupportedOperationException} empty collection */
    first(): Process<T>;
    take(num: number): Process<T[]>;
    top(num: number, compare?: Compare<T>): Process<T[]>;
    takeOrdered(num: number, compare?: Compare<T>): Process<T[]>;
    /** @throws {UnsupportedOperationException} empty collection */
    reduce(f: (a: T, b: T) => T): Process<T>;
    fold(zero: T, f: (a: T, b: T) => T): Process<T>;
    aggregate<U>(zero: U, seqOp: (combined: U, record: T) => U, combOp: (a: U, b: U) => U): Process<U>;
    max(compare?: Compare<T>): Process<T>;
    min(compare?: Compare<T>): Process<T>;
    sum(this: RDD<number>): Process<number>;
    isEmpty(): Process<boolean>;
    /** `f` may be a generator function. */
    foreach(f: (record: T) => unknown): Process<void>;
    /** `f` may be a generator function. */
    foreachPartition(f: (records: RecordIterator<T>) => unknown): Process<void>;
    countByValue(): Process<Map<T, number>>;
    countByKey<K, V>(this: RDD<Pair<K, V>>): Process<Map<K, number>>;
    collectAsMap<K, V>(this: RDD<Pair<K, V>>): Process<Map<K, V>>;
    lookup<K, V>(this: RDD<Pair<K, V>>, key: K): Process<V[]>;
    saveAsTextFile(path: string): Process<void>;
    toDebugString(): string;
  }
}

type R = RDD<unknown>;
type P = RDD<Pair<unknown, unknown>>;

const copy = <T>(value: T): T => (Array.isArray(value) ? (value.map((each: unknown) => each) as T) : value);

/** The first records, partition by partition (SS-435). `action`: name of the jobs in recordings. */
export function* firstOf(rdd: R, num: number, action = 'take'): Process<unknown[]> {
  const taken: unknown[] = [];
  if (num <= 0) return taken;
  const scaleUp = Math.max(Number(rdd.context.conf.get('spark.rdd.limit.scaleUpFactor', '4')), 2);
  const total = rdd.partitions.length;
  let scanned = 0;
  while (taken.length < num && scanned < total) {
    let tries = 1;
    const left = num - taken.length;
    if (scanned > 0) {
      tries =
        taken.length === 0 ? scanned * scaleUp : Math.min(Math.ceil((1.5 * left * scanned) / taken.length), scanned * scaleUp);
    }
    const partitions: number[] = [];
    for (let i = scanned; i < Math.min(scanned + tries, total); i++) partitions.push(i);
    const results = yield* rdd.context.runJob(rdd, (records) => firstRecords(records, left), { partitions, action });
    for (const result of results) taken.push(...result.slice(0, num - taken.length));
    scanned += partitions.length;
  }
  return taken;
}

function firstRecords(records: RecordIterator<unknown>, num: number): unknown[] {
  const taken: unknown[] = [];
  while (taken.length < num) {
    const record = records.next();
    if (record === END) break;
    taken.push(record);
  }
  return taken;
}

function* reduced(rdd: R, f: (a: unknown, b: unknown) => unknown, name: string): Process<unknown> {
  let has = false;
  let total: unknown;
  const merge = (value: unknown) => {
    total = has ? plainResult(name, f(total, value)) : value;
    has = true;
  };
  yield* rdd.context.runJob(
    rdd,
    (records) => {
      let any = false;
      let sum: unknown;
      records.drain((record) => {
        sum = any ? plainResult(name, f(sum, record)) : record;
        any = true;
      });
      return { any, sum };
    },
    { action: name, onResult: (_, { any, sum }) => any && merge(sum) },
  );
  if (!has) throw emptyCollection();
  return total;
}

/** An operator that is a process, tracked until it is run. */
const running = <A extends unknown[]>(name: string, body: (rdd: R, ...args: A) => Process<unknown>) =>
  function (this: R, ...args: A): Process<unknown> {
    return this.context.pending.track(name, body(this, ...args));
  };

attach(RDD.prototype, {
  collect: running('collect', function* (rdd) {
    const parts = yield* rdd.context.runJob(rdd, (records) => records.toArray(), { action: 'collect' });
    return parts.flat(1);
  }),
  count: running('count', function* (rdd) {
    const counts = yield* rdd.context.runJob(rdd, size, { action: 'count' });
    return counts.reduce((sum, each) => sum + each, 0);
  }),
  first: running('first', function* (rdd) {
    const [record] = yield* firstOf(rdd, 1);
    if (record === undefined) throw emptyCollection();
    return record;
  }),
  take: running('take', (rdd, num: number) => firstOf(rdd, num)),
  isEmpty: running('isEmpty', function* (rdd) {
    return rdd.partitions.length === 0 || (yield* firstOf(rdd, 1)).length === 0;
  }),
  top: running('top', (rdd, num: number, compare: Compare<unknown> = compareValues) =>
    ordered(rdd, num, (a, b) => compare(b, a), 'top'),
  ),
  takeOrdered: running('takeOrdered', (rdd, num: number, compare: Compare<unknown> = compareValues) =>
    ordered(rdd, num, compare, 'takeOrdered'),
  ),
  reduce: running('reduce', (rdd, f: (a: unknown, b: unknown) => unknown) => reduced(rdd, f, 'reduce')),
  max: running('max', (rdd, compare: Compare<unknown> = compareValues) =>
    reduced(rdd, (a, b) => (compare(a, b) >= 0 ? a : b), 'max'),
  ),
  min: running('min', (rdd, compare: Compare<unknown> = compareValues) =>
    reduced(rdd, (a, b) => (compare(a, b) <= 0 ? a : b), 'min'),
  ),
  fold: running('fold', (rdd, zero: unknown, f: (a: unknown, b: unknown) => unknown) => aggregated(rdd, zero, f, f, 'fold')),
  sum: running('sum', (rdd) =>
    aggregated(
      rdd,
      0,
      (a, b) => (a as number) + (b as number),
      (a, b) => (a as number) + (b as number),
      'sum',
    ),
  ),
  aggregate: running(
    'aggregate',
    (rdd, zero: unknown, seqOp: (a: unknown, b: unknown) => unknown, combOp: (a: unknown, b: unknown) => unknown) =>
      aggregated(rdd, zero, seqOp, combOp, 'aggregate'),
  ),
  foreach: running('foreach', function* (rdd, f: (record: unknown) => unknown) {
    const { context } = rdd;
    yield* context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        for (let record = records.next(); record !== END; record = records.next()) {
          const result = f(record);
          if (typeof result === 'object' && result !== null) yield* runResult('foreach', result);
          yield* context.pay(task);
        }
      },
      { action: 'foreach' },
    );
  }),
  foreachPartition: running('foreachPartition', function* (rdd, f: (records: RecordIterator<unknown>) => unknown) {
    yield* rdd.context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>) {
        yield* runResult('foreachPartition', f(records));
      },
      { action: 'foreachPartition' },
    );
  }),
  countByValue: running('countByValue', (rdd) => countByKey(rdd.map((record) => [record, null] as const))),
  countByKey: running('countByKey', (rdd) => countByKey(rdd as P)),
  collectAsMap: running('collectAsMap', function* (rdd) {
    const parts = yield* rdd.context.runJob(rdd as P, (records) => records.toArray(), { action: 'collectAsMap' });
    return new Map(mutableMapOrder(parts.flat(1)));
  }),
  lookup: running('lookup', function* (rdd, key: unknown) {
    const part = rdd.partitioner;
    const matching = (records: RecordIterator<Pair<unknown, unknown>>) => {
      const values: unknown[] = [];
      records.drain((pair) => {
        if (javaEquals(pair[0], key)) values.push(pair[1]);
      });
      return values;
    };
    const options = part === undefined ? { action: 'lookup' } : { action: 'lookup', partitions: [part.getPartition(key)] };
    return (yield* rdd.context.runJob(rdd as P, matching, options)).flat(1);
  }),
  saveAsTextFile: running('saveAsTextFile', function* (rdd, path: string) {
    const { context } = rdd;
    const { storage } = context.environment;
    if (storage.exists(path)) {
      throw new JavaError('org.apache.hadoop.mapred.FileAlreadyExistsException', `Output directory ${path} already exists`);
    }
    storage.makeDirectory(path);
    yield* context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        yield* storage.write(`${path}/${partFile(task.partitionId)}`, records.toArray().map(toJavaString));
      },
      { action: 'saveAsTextFile' },
    );
    yield* storage.write(`${path}/_SUCCESS`, []);
  }),
  toDebugString(this: R) {
    return `(${this.partitions.length}) ${lineage(this)}`;
  },
});

const size = (records: RecordIterator<unknown>): number => {
  let count = 0;
  records.drain(() => {
    count++;
  });
  return count;
};

function* ordered(rdd: R, num: number, compare: Compare<unknown>, name: string): Process<unknown[]> {
  if (num === 0 || rdd.partitions.length === 0) return [];
  const queues: BoundedPriorityQueue<unknown>[] = [];
  yield* rdd.context.runJob(rdd, (records) => takeOrderedInPartition(records, num, compare), {
    action: name,
    onResult: (_, queue) => queues.push(queue),
  });
  return mergeTakeOrdered(queues, compare);
}

function* aggregated(
  rdd: R,
  zero: unknown,
  seqOp: (a: unknown, b: unknown) => unknown,
  combOp: (a: unknown, b: unknown) => unknown,
  name: string,
): Process<unknown> {
  let total = copy(zero);
  yield* rdd.context.runJob(
    rdd,
    (records) => {
      let sum = copy(zero);
      records.drain((record) => {
        sum = plainResult(name, seqOp(sum, record));
      });
      return sum;
    },
    {
      action: name,
      onResult: (_, sum) => {
        total = plainResult(name, combOp(total, sum));
      },
    },
  );
  return total;
}

function* countByKey(rdd: P): Process<Map<unknown, unknown>> {
  const { longs } = rdd.context;
  const one = longs.fromNumber(1);
  const counted = rdd.mapValues(() => one).reduceByKey((a, b) => longs.add(a, b));
  const parts = yield* rdd.context.runJob(counted, (records) => records.toArray(), { action: 'countByKey' });
  return new Map(immutableMapOrder(parts.flat(1)));
}

/** The lineage as Spark draws it; the first line without its number of partitions. */
function lineage(rdd: R): string {
  const [head, ...rest] = describe(rdd);
  const text = `(${rdd.partitions.length})`;
  const prefix = `${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
  return [head, ...rest.map((line) => `${prefix} ${line}`), ...children(rdd, prefix)].join('\n');
}

const offset = (text: string): number => Math.trunc((text.length - 1) / 2);

function describe(rdd: R): string[] {
  const level = rdd.storageLevel === StorageLevel.NONE ? '' : rdd.storageLevel.description;
  const kept = rdd.partitions.filter(({ index }) => rdd.isStored(index)).length;
  const lines = [`${rdd} [${level}]`];
  if (level !== '' && kept > 0) lines.push(`    CachedPartitions: ${kept}`);
  return lines;
}

function children(rdd: R, prefix: string): string[] {
  const { dependencies } = rdd;
  return dependencies.flatMap((dependency, i) =>
    draw(dependency.rdd as R, prefix, dependency instanceof ShuffleDependency, i === dependencies.length - 1),
  );
}

function draw(rdd: R, prefix: string, isShuffle: boolean, isLast: boolean): string[] {
  if (!isShuffle) return [...describe(rdd).map((line) => prefix + line), ...children(rdd, prefix)];
  const text = `(${rdd.partitions.length})`;
  const own = prefix.replace(/\|\s+$/, '');
  const next = `${own}${isLast ? '  ' : '| '}${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
  return [...describe(rdd).map((line, i) => (i === 0 ? `${own}+-${text} ${line}` : `${next}${line}`)), ...children(rdd, next)];
}

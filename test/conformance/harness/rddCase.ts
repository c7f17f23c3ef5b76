// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its operators and actions are called by name
import { type LongArithmetic, longCounts, toJavaString } from '../../../src/engine/jvm/index.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { HashPartitioner, type RDD, SparkConf, SparkContext } from '../../../src/engine/rdd/index.js';
import { World } from '../../../src/sim/World.js';
import { partitionerText } from './dstreamCase.js';
import * as library from './functions.js';
import { type CaseRunner, errorJson, type Outcome } from './outcome.js';
import { decode, encode, type Json, order } from './values.js';

type Spec = Readonly<Record<string, any>>;

/** RDDs built in order and what actions give (recordings/README.md, "An `rdd` case"). */
export const runRddCase: CaseRunner = (recorded): Outcome => {
  const { conf, rdds, results, recorded: expected } = recorded as unknown as Readonly<Record<string, any>>;
  let actual: Json = null;
  const world = new World({
    program: function* (): Process<void> {
      const context = new SparkContext(new SparkConf().setMaster(conf.master).setAppName('conformance'));
      context.longs = longCounts as LongArithmetic;
      const made = new Map<string, RDD<any>>();
      const found: Json[] = [];
      try {
        for (const spec of rdds as Spec[]) made.set(spec.id, makeRdd(context, spec, made));
        for (const spec of results as Spec[]) found.push(yield* resultOf(made.get(spec.of) as RDD<any>, spec));
        actual = { error: null, results: found };
      } catch (error) {
        actual = { error: errorJson(error), results: found };
      }
    },
    settings: conf.settings ?? {},
    trace: 'off',
  });
  world.run();
  if (actual === null && world.error !== undefined) throw world.error;
  return { expected, actual };
};

function makeRdd(context: SparkContext, spec: Spec, made: ReadonlyMap<string, RDD<any>>): RDD<any> {
  const { op, n, fn } = spec;
  const of = made.get(spec.of) as any;
  const other = made.get(spec.other) as any;
  const call = (...args: unknown[]): RDD<any> => {
    while (args.length > 0 && args[args.length - 1] === undefined) args.pop();
    return of[op](...args);
  };
  switch (op) {
    case 'parallelize':
      return context.parallelize(decode(spec.values) as unknown[], n);
    case 'map':
    case 'keyBy':
      return call(library.named(library.maps, fn));
    case 'groupBy':
      return call(library.named(library.maps, fn), n);
    case 'flatMap':
    case 'flatMapValues':
      return call(library.named(library.flatMaps, fn));
    case 'filter':
      return call(library.named(library.filters, fn));
    case 'mapValues':
      return call(library.named(library.valueMaps, fn));
    case 'mapPartitions':
      return call(library.named(library.partitionMaps, fn));
    case 'mapPartitionsWithIndex':
      return of.mapPartitionsWithIndex((index: number, records: any) => records.toArray().map((x: unknown) => [index, x]));
    case 'reduceByKey':
      return call(library.named(library.reductions, fn), n);
    case 'combineByKey':
      return call(...library.named(library.combines, fn), new HashPartitioner(n ?? 2), spec.mapSideCombine);
    case 'foldByKey':
      return call(decode(spec.zero), library.named(library.reductions, fn), n);
    case 'aggregateByKey': {
      const [, mergeValue, mergeCombiners] = library.named(library.combines, fn);
      return call(decode(spec.zero), mergeValue, mergeCombiners, n);
    }
    case 'sortBy':
      return of.sortBy(library.named(library.maps, fn), spec.ascending ?? true, n ?? 2, order);
    case 'sortByKey':
      return of.sortByKey(spec.ascending ?? true, n ?? 2, order);
    case 'partitionBy':
      return of.partitionBy(new HashPartitioner(n));
    case 'cogroup':
    case 'join':
    case 'leftOuterJoin':
    case 'rightOuterJoin':
    case 'fullOuterJoin':
    case 'subtract':
    case 'subtractByKey':
    case 'intersection':
      return call(other, n);
    case 'union':
    case 'cartesian':
    case 'zip':
      return call(other);
    case 'transform':
      return library.named(library.transforms, fn)(of);
    case 'repartition':
    case 'coalesce':
    case 'distinct':
    case 'groupByKey':
    case 'glom':
    case 'keys':
    case 'values':
    case 'zipWithIndex':
      return call(n);
    default:
      throw new Error(`operator ${op} is not there yet`);
  }
}

function* resultOf(rdd: RDD<any>, spec: Spec): Process<Json> {
  try {
    if (spec.as === 'partitions') {
      const partitions: unknown[][] = yield* rdd.context.runJob(rdd, (records) => records.toArray());
      return { partitions: partitions.map((records) => records.map(encode)) };
    }
    return { value: yield* resultValue(rdd as any, spec) };
  } catch (error) {
    return { error: errorJson(error) };
  }
}

const seq = (values: Iterable<unknown>): Json => ({ seq: Array.from(values, encode) });
const byKey = (counts: Iterable<readonly [unknown, unknown]>): unknown[] =>
  [...counts].map(([key, count]) => [key, count]).sort((a, b) => order(a[0], b[0]));

function* resultValue(rdd: any, spec: Spec): Process<Json> {
  const { as, n } = spec;
  switch (as) {
    case 'collect':
      return seq(yield* rdd.collect());
    case 'take':
      return seq(yield* rdd.take(n));
    case 'top':
    case 'takeOrdered':
      return seq(yield* rdd[as](n, order));
    case 'lookup':
      return seq(yield* rdd.lookup(decode(spec.key)));
    case 'count':
      return { long: String(yield* rdd.count()) };
    case 'first':
    case 'isEmpty':
      return encode(yield* rdd[as]());
    case 'max':
    case 'min':
      return encode(yield* rdd[as](order));
    case 'reduce':
      return encode(yield* rdd.reduce(library.named(library.reductions, spec.fn)));
    case 'fold':
      return encode(yield* rdd.fold(decode(spec.zero), library.named(library.reductions, spec.fn)));
    case 'countByKey':
    case 'countByValue':
      return seq(byKey(yield* rdd[as]()).map((entry) => countAsLong(entry as [unknown, unknown])));
    case 'aggregate': {
      const count = yield* rdd.aggregate(
        0,
        (sum: number) => sum + 1,
        (a: number, b: number) => a + b,
      );
      return encode(count);
    }
    case 'partitioner':
      return partitionerText(rdd);
    case 'print':
      return ((yield* rdd.collect()) as unknown[]).map(toJavaString).join('\n');
    case 'debugString':
      return rdd.toDebugString().replace(/\[\d+\] at \S+/g, '[#]');
    default:
      throw new Error(`result ${as} is not there yet`);
  }
}

const countAsLong = ([key, count]: [unknown, unknown]): unknown => [
  key,
  typeof count === 'number' ? longCounts.fromNumber(count) : count,
];

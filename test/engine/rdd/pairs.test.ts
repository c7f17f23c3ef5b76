import { describe, expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import { HashPartitioner, pair, type RDD, type SparkContext } from '../../../src/engine/rdd/index.js';
import { partitionsOf, shown, spark } from './support/spark.js';

type Pairs = RDD<readonly [number, string]>;
const pairs = [pair(3, 'c'), pair(1, 'a'), pair(2, 'b'), pair(1, 'A'), pair(5, 'e'), pair(4, 'd')];
const inThree = (context: SparkContext): Pairs => context.parallelize(pairs, 3);

/** Partitions of the operator on six pairs in three partitions, on n empty partitions, and on no partition. Recorded with Spark 3.2.1. */
test.for([
  {
    name: 'repartitionAndSortWithinPartitions: each partition sorted, equal keys as they came',
    use: (rdd: Pairs) => rdd.repartitionAndSortWithinPartitions(new HashPartitioner(2)),
    expected: '[(2,b) (4,d)] [(1,a) (1,A) (3,c) (5,e)]',
  },
  {
    name: 'repartitionAndSortWithinPartitions: already there, no shuffle',
    use: (rdd: Pairs) => rdd.partitionBy(new HashPartitioner(2)).repartitionAndSortWithinPartitions(new HashPartitioner(2)),
    expected: '[(2,b) (4,d)] [(1,a) (1,A) (3,c) (5,e)]',
  },
  {
    name: 'filterByRange: both ends belong to it',
    use: (rdd: Pairs) => rdd.filterByRange(2, 4),
    expected: '[(3,c)] [(2,b)] [(4,d)]',
  },
  {
    name: 'filterByRange after sortByKey: partitions that cannot hold such keys are gone',
    use: (rdd: Pairs) => rdd.sortByKey(true, 3).filterByRange(2, 4),
    expected: '[(2,b) (3,c)] [(4,d)]',
  },
  {
    name: 'filterByRange after a descending sort',
    use: (rdd: Pairs) => rdd.sortByKey(false, 3).filterByRange(2, 4),
    expected: '[(4,d)] [(3,c) (2,b)]',
  },
  {
    name: 'filterByRange with the ends exchanged',
    use: (rdd: Pairs) => rdd.sortByKey(true, 3).filterByRange(4, 2),
    expected: '[] []',
  },
  {
    name: 'cogroup of three',
    use: (rdd: Pairs) => rdd.cogroup(rdd, rdd, 2),
    expected:
      '[(4,(Seq(d),Seq(d),Seq(d))) (2,(Seq(b),Seq(b),Seq(b)))] [(1,(Seq(a, A),Seq(a, A),Seq(a, A))) (3,(Seq(c),Seq(c),Seq(c))) (5,(Seq(e),Seq(e),Seq(e)))]',
  },
  {
    name: 'cogroup of four: partitions as the parents have',
    use: (rdd: Pairs) => rdd.cogroup(rdd, rdd, rdd),
    expected:
      '[(3,(Seq(c),Seq(c),Seq(c),Seq(c)))] [(4,(Seq(d),Seq(d),Seq(d),Seq(d))) (1,(Seq(a, A),Seq(a, A),Seq(a, A),Seq(a, A)))] [(5,(Seq(e),Seq(e),Seq(e),Seq(e))) (2,(Seq(b),Seq(b),Seq(b),Seq(b)))]',
  },
  {
    name: 'groupWith is cogroup',
    use: (rdd: Pairs) => rdd.groupWith(rdd),
    expected: '[(3,(Seq(c),Seq(c)))] [(4,(Seq(d),Seq(d))) (1,(Seq(a, A),Seq(a, A)))] [(5,(Seq(e),Seq(e))) (2,(Seq(b),Seq(b)))]',
  },
  { name: 'cogroup into no partition', use: (rdd: Pairs) => rdd.cogroup(rdd, 0), expected: '' },
])('$name', ({ use, expected }) => {
  expect(shown(partitionsOf<unknown>((context) => use(inThree(context)) as RDD<unknown>))).toBe(expected);
});

/** Every operator by key on an RDD without records and on one without partitions: nothing, and no error (SC-017). */
describe('operators by key on nothing', () => {
  const add = (a: string, b: string): string => a + b;
  const operators: Readonly<Record<string, (rdd: Pairs) => unknown>> = {
    reduceByKey: (rdd) => rdd.reduceByKey(add),
    foldByKey: (rdd) => rdd.foldByKey('', add),
    aggregateByKey: (rdd) => rdd.aggregateByKey('', add, add),
    combineByKey: (rdd) => rdd.combineByKey((v) => v, add, add),
    groupByKey: (rdd) => rdd.groupByKey(),
    mapValues: (rdd) => rdd.mapValues((v) => v),
    flatMapValues: (rdd) => rdd.flatMapValues((v) => [v]),
    keys: (rdd) => rdd.keys(),
    values: (rdd) => rdd.values(),
    join: (rdd) => rdd.join(rdd),
    leftOuterJoin: (rdd) => rdd.leftOuterJoin(rdd),
    rightOuterJoin: (rdd) => rdd.rightOuterJoin(rdd),
    fullOuterJoin: (rdd) => rdd.fullOuterJoin(rdd),
    cogroup: (rdd) => rdd.cogroup(rdd),
    subtractByKey: (rdd) => rdd.subtractByKey(rdd),
    distinct: (rdd) => rdd.distinct(),
    groupBy: (rdd) => rdd.groupBy(([key]) => key),
    intersection: (rdd) => rdd.intersection(rdd),
    subtract: (rdd) => rdd.subtract(rdd),
    zip: (rdd) => rdd.zip(rdd),
    zipWithIndex: (rdd) => rdd.zipWithIndex(),
    zipWithUniqueId: (rdd) => rdd.zipWithUniqueId(),
    sample: (rdd) => rdd.sample(true, 1, 1),
    keyBy: (rdd) => rdd.keyBy(([key]) => key),
    filterByRange: (rdd) => rdd.filterByRange(1, 2),
    partitionBy: (rdd) => rdd.partitionBy(new HashPartitioner(2)),
  };
  test.for(Object.keys(operators))('%s', (name) => {
    const on = (make: (context: SparkContext) => Pairs) =>
      partitionsOf<unknown>((context) => operators[name]?.(make(context)) as RDD<unknown>);
    const two = [[], []];
    expect(on((context) => context.parallelize<readonly [number, string]>([], 2))).toEqual(two);
    expect(on((context) => context.emptyRDD())).toEqual(name === 'partitionBy' ? two : []);
  });
});

test('foldByKey: the zero once for each key and map partition, a fresh one each time', () => {
  const folded = partitionsOf((context) =>
    context.parallelize([pair('k', 'a'), pair('k', 'b'), pair('k', 'c')], 2).foldByKey('z', (a, b) => a + b, 1),
  );
  expect(shown(folded)).toBe('[(k,zazbc)]');
  const lists = partitionsOf((context) =>
    context.parallelize([pair('a', 1), pair('b', 2)], 1).aggregateByKey<string, number, number[]>(
      [],
      (list, value) => {
        list.push(value);
        return list;
      },
      (a, b) => a.concat(b),
      1,
    ),
  );
  expect(lists).toEqual([
    [
      ['b', [2]],
      ['a', [1]],
    ].sort(),
  ]);
});

describe('zipPartitions', () => {
  test('two to four RDDs, each read as far as wanted', () => {
    const zipped = spark(function* (context) {
      const numbers = context.parallelize([1, 2, 3, 4], 2);
      const words = context.parallelize(['a', 'b'], 2);
      const two = numbers.zipPartitions(words, (a, b) => [...a, ...b]);
      const three = numbers.zipPartitions(words, numbers, (a, b, c) => [...a, ...b, ...c]);
      const four = numbers.zipPartitions(words, numbers, words, (_a, _b, c) => c);
      const all: string[] = [];
      for (const rdd of [two, three, four] as RDD<unknown>[])
        all.push(shown(yield* context.runJob(rdd, (records) => records.toArray())), rdd.kind);
      return all;
    });
    expect(zipped).toEqual([
      '[1 2 a] [3 4 b]',
      'ZippedPartitionsRDD2',
      '[1 2 a 1 2] [3 4 b 3 4]',
      'ZippedPartitionsRDD3',
      '[1 2] [3 4]',
      'ZippedPartitionsRDD4',
    ]);
  });

  test('the partitioner of the first is kept when asked for', () => {
    const kept = spark((context) => {
      const rdd = inThree(context).partitionBy(new HashPartitioner(2));
      return [
        rdd.zipPartitions(rdd, (a) => a, true).partitioner === rdd.partitioner,
        rdd.zipPartitions(rdd, (a) => a).partitioner,
      ];
    });
    expect(kept).toEqual([true, undefined]);
  });
});

test('reduceByKeyLocally: a map at the driver, in the order of a Java HashMap', () => {
  const map = spark(function* (context) {
    return yield* context
      .parallelize(
        Array.from({ length: 12 }, (_, i) => pair(`k${(i + 1) % 7}`, i + 1)),
        3,
      )
      .reduceByKeyLocally((a, b) => a + b);
  });
  expect([...map]).toEqual([
    ['k0', 7],
    ['k1', 9],
    ['k2', 11],
    ['k3', 13],
    ['k4', 15],
    ['k5', 17],
    ['k6', 6],
  ]);
});

test('toLocalIterator: a job for each partition, when it is reached', () => {
  const seen = spark(function* (context) {
    const reached: number[] = [];
    const records = context
      .parallelize([1, 2, 3, 4, 5, 6], 3)
      .mapPartitionsWithIndex((index, rows) => {
        reached.push(index);
        return rows;
      })
      .toLocalIterator();
    const first = [records.next().value, records.next().value];
    const afterFirst = [...reached];
    return [first, afterFirst, [...records], reached] as const;
  } as (context: SparkContext) => Process<unknown>);
  expect(seen).toEqual([[1, 2], [0], [3, 4, 5, 6], [0, 1, 2]]);
});

import { expect, test } from 'vitest';
import { pair, type RDD } from '../../../src/engine/rdd/index.js';
import { spark } from './support/spark.js';

interface Inputs {
  readonly x2: RDD<number>;
  readonly pairs: RDD<readonly [number, string]>;
}

// Recorded with Spark 3.2.1; ids and the lines of the program are left out.
test.for([
  {
    name: 'x2.zipWithIndex()',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.zipWithIndex() as RDD<unknown>,
    expected: ['(2) ZippedWithIndexRDD[#] at zipWithIndex []', ' |  ParallelCollectionRDD[#] at parallelize []'],
  },
  {
    name: 'x2.sample(false, 0.5, 1)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.sample(false, 0.5, 1) as RDD<unknown>,
    expected: ['(2) PartitionwiseSampledRDD[#] at sample []', ' |  ParallelCollectionRDD[#] at parallelize []'],
  },
  {
    name: 'x2.cartesian(x2)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.cartesian(x2) as RDD<unknown>,
    expected: [
      '(4) CartesianRDD[#] at cartesian []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.coalesce(1)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.coalesce(1) as RDD<unknown>,
    expected: ['(1) CoalescedRDD[#] at coalesce []', ' |  ParallelCollectionRDD[#] at parallelize []'],
  },
  {
    name: 'x2.repartition(3)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.repartition(3) as RDD<unknown>,
    expected: [
      '(3) MapPartitionsRDD[#] at repartition []',
      ' |  CoalescedRDD[#] at repartition []',
      ' |  ShuffledRDD[#] at repartition []',
      ' +-(2) MapPartitionsRDD[#] at repartition []',
      '    |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.union(x2)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.union(x2) as RDD<unknown>,
    expected: [
      '(4) UnionRDD[#] at union []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.subtract(x2)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.subtract(x2) as RDD<unknown>,
    expected: [
      '(2) MapPartitionsRDD[#] at subtract []',
      ' |  SubtractedRDD[#] at subtract []',
      ' +-(2) MapPartitionsRDD[#] at subtract []',
      ' |  |  ParallelCollectionRDD[#] at parallelize []',
      ' +-(2) MapPartitionsRDD[#] at subtract []',
      '    |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.intersection(x2)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.intersection(x2) as RDD<unknown>,
    expected: [
      '(2) MapPartitionsRDD[#] at intersection []',
      ' |  MapPartitionsRDD[#] at intersection []',
      ' |  MapPartitionsRDD[#] at intersection []',
      ' |  CoGroupedRDD[#] at intersection []',
      ' +-(2) MapPartitionsRDD[#] at intersection []',
      ' |  |  ParallelCollectionRDD[#] at parallelize []',
      ' +-(2) MapPartitionsRDD[#] at intersection []',
      '    |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.sortBy((x) => x)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.sortBy((x) => x) as RDD<unknown>,
    expected: [
      '(2) MapPartitionsRDD[#] at sortBy []',
      ' |  ShuffledRDD[#] at sortBy []',
      ' +-(2) MapPartitionsRDD[#] at sortBy []',
      '    |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.distinct()',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.distinct() as RDD<unknown>,
    expected: [
      '(2) MapPartitionsRDD[#] at distinct []',
      ' |  ShuffledRDD[#] at distinct []',
      ' +-(2) MapPartitionsRDD[#] at distinct []',
      '    |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.glom()',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.glom() as RDD<unknown>,
    expected: ['(2) MapPartitionsRDD[#] at glom []', ' |  ParallelCollectionRDD[#] at parallelize []'],
  },
  {
    name: 'x2.zipPartitions(x2, x2, (a) => a)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.zipPartitions(x2, x2, (a) => a) as RDD<unknown>,
    expected: [
      '(2) ZippedPartitionsRDD3[#] at zipPartitions []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.zipPartitions(x2, x2, x2, (a) => a)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.zipPartitions(x2, x2, x2, (a) => a) as RDD<unknown>,
    expected: [
      '(2) ZippedPartitionsRDD4[#] at zipPartitions []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
      ' |  ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'pairs.join(pairs)',
    use: ({ pairs }: Inputs): RDD<never> | RDD<unknown> => pairs.join(pairs) as RDD<unknown>,
    expected: [
      '(3) MapPartitionsRDD[#] at join []',
      ' |  MapPartitionsRDD[#] at join []',
      ' |  CoGroupedRDD[#] at join []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'pairs.cogroup(pairs, pairs, pairs)',
    use: ({ pairs }: Inputs): RDD<never> | RDD<unknown> => pairs.cogroup(pairs, pairs, pairs) as RDD<unknown>,
    expected: [
      '(3) MapPartitionsRDD[#] at cogroup []',
      ' |  CoGroupedRDD[#] at cogroup []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'pairs.sortByKey(true, 3).filterByRange(2, 4)',
    use: ({ pairs }: Inputs): RDD<never> | RDD<unknown> => pairs.sortByKey(true, 3).filterByRange(2, 4) as RDD<unknown>,
    expected: [
      '(2) MapPartitionsRDD[#] at filterByRange []',
      ' |  PartitionPruningRDD[#] at filterByRange []',
      ' |  ShuffledRDD[#] at sortByKey []',
      ' +-(3) ParallelCollectionRDD[#] at parallelize []',
    ],
  },
  {
    name: 'x2.context.range(0, 10, 3, 2)',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.context.range(0, 10, 3, 2) as RDD<unknown>,
    expected: ['(2) MapPartitionsRDD[#] at range []', ' |  ParallelCollectionRDD[#] at range []'],
  },
  {
    name: 'x2.context.emptyRDD()',
    use: ({ x2 }: Inputs): RDD<never> | RDD<unknown> => x2.context.emptyRDD() as RDD<unknown>,
    expected: ['(0) EmptyRDD[#] at emptyRDD []'],
  },
])('$name', ({ use, expected }) => {
  const text = spark((context) => {
    const x2 = context.parallelize([1, 2, 3, 4], 2);
    const pairs = context.parallelize(
      [3, 1, 2, 1, 5, 4].map((key) => pair(key, 'v')),
      3,
    );
    return use({ x2, pairs }).toDebugString();
  });
  expect(text.replace(/\[\d+\] at/g, '[#] at')).toBe(expected.join('\n'));
});

test('kept partitions; every line shows the level of the RDD that was asked', () => {
  const texts = spark(function* (context) {
    const named = context
      .parallelize([1, 2, 3, 4], 2)
      .map((x) => x)
      .setName('nm')
      .cache();
    yield* named.take(1);
    return [named.filter(() => true).toDebugString(), named.toDebugString()].map((text) => text.split('\n'));
  });
  expect(texts).toEqual([
    [
      '(2) MapPartitionsRDD[2] at filter []',
      ' |  nm MapPartitionsRDD[1] at map []',
      ' |      CachedPartitions: 1; MemorySize: 56.0 B; DiskSize: 0.0 B',
      ' |  ParallelCollectionRDD[0] at parallelize []',
    ],
    [
      '(2) nm MapPartitionsRDD[1] at map [Memory Deserialized 1x Replicated]',
      ' |       CachedPartitions: 1; MemorySize: 56.0 B; DiskSize: 0.0 B',
      ' |  ParallelCollectionRDD[0] at parallelize [Memory Deserialized 1x Replicated]',
    ],
  ]);
});

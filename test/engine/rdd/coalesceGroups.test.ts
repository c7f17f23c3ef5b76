import { expect, test } from 'vitest';
import '../../../src/engine/rdd/index.js';
import { coalesceGroups } from '../../../src/engine/rdd/coalesceGroups.js';
import { spark } from './support/spark.js';

const groupsOf = (length: number, count: number, hostsOf: (partition: number) => readonly string[]) =>
  coalesceGroups(length, count, hostsOf).map(({ members }) => members);

// Without locations the runs of SC-105; on one host the vectors of SC-600.
test.for([
  {
    length: 4,
    count: 2,
    nowhere: [
      [0, 1],
      [2, 3],
    ],
    oneHost: [
      [0, 2],
      [1, 3],
    ],
  },
  {
    length: 5,
    count: 2,
    nowhere: [
      [0, 1],
      [2, 3, 4],
    ],
    oneHost: [
      [0, 2, 4],
      [1, 3],
    ],
  },
  { length: 5, count: 3, nowhere: [[0], [1, 2], [3, 4]], oneHost: [[0, 3], [1, 4], [2]] },
  {
    length: 6,
    count: 3,
    nowhere: [
      [0, 1],
      [2, 3],
      [4, 5],
    ],
    oneHost: [
      [0, 1],
      [5, 3],
      [2, 4],
    ],
  },
  {
    length: 8,
    count: 2,
    nowhere: [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ],
    oneHost: [
      [0, 2, 4, 6],
      [1, 3, 5, 7],
    ],
  },
  {
    length: 10,
    count: 3,
    nowhere: [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8, 9],
    ],
    oneHost: [
      [0, 3, 6, 9],
      [1, 4, 7],
      [2, 5, 8],
    ],
  },
  {
    length: 10,
    count: 4,
    nowhere: [
      [0, 1],
      [2, 3, 4],
      [5, 6],
      [7, 8, 9],
    ],
    oneHost: [
      [0, 3, 8],
      [1, 4, 9],
      [2, 5],
      [6, 7],
    ],
  },
  { length: 3, count: 5, nowhere: [[0], [1], [2]], oneHost: [[0], [2], [1]] },
])('$length partitions into $count', ({ length, count, nowhere, oneHost }) => {
  expect(groupsOf(length, count, () => [])).toEqual(nowhere);
  expect(groupsOf(length, count, () => ['a'])).toEqual(oneHost);
});

test('a group for each host; partitions without one go to the smaller of two groups drawn', () => {
  const hosts = [['a'], [], ['b'], ['a'], ['b'], []];
  const found = groupsOf(6, 2, (partition) => hosts[partition] as string[]);
  expect(found.map((members) => members.filter((partition) => (hosts[partition] as string[]).length > 0))).toEqual([
    [0, 3],
    [2, 4],
  ]);
  expect(found.flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

// Recorded with Spark 3.2.1 on local[1]: the shuffle of the sorted RDD has run for the sample of the second sort, that of the repartition has not.
test('partitions of a shuffle that has run have a place, so they are packed, not cut into runs', () => {
  const found = spark(function* (context) {
    const sorted = context
      .parallelize([[9, 'c'] as const, [2, 'b'] as const, [6, 'a'] as const], 5)
      .sortBy((record) => record[0], true, 4);
    yield* sorted.sortByKey(false, 2).count();
    const coalesced = sorted.repartition(7).union(sorted).coalesce(7);
    return yield* context.runJob(coalesced, (records) => records.toArray().map(([key]) => key));
  });
  expect(found).toEqual([[2], [9, 2], [], [6], [], [6], [9]]);
});

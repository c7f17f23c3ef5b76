import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../../src/engine/jvm/utf8.js';
import { DefaultPartitioner, RoundRobinPartitioner } from '../../../../src/sim/kafka/producer/partitioner.js';

const cluster = (count: number, ...available: readonly number[]) => ({
  partitionCount: () => count,
  availablePartitions: () => available,
});
const half = () => 0.5;

test('a key keeps its partition although that has no leader; a record without key avoids it', () => {
  const partitioner = new DefaultPartitioner(half);
  const key = utf8Bytes('abc');
  expect(partitioner.partition('t', key, cluster(4, 0, 1, 2))).toBe(3);
  expect(partitioner.partition('t', undefined, cluster(4, 3))).toBe(3);
});

test('the sticky partition changes when a record needs a new batch there, and never to itself', () => {
  const partitioner = new DefaultPartitioner(half);
  const two = cluster(2, 0, 1);
  const first = partitioner.partition('t', undefined, two);
  expect(partitioner.partition('t', undefined, two)).toBe(first);
  partitioner.onNewBatch('t', two, first);
  expect(partitioner.partition('t', undefined, two)).toBe(1 - first);
  // A record with key opened a batch elsewhere: that is no reason to move.
  partitioner.onNewBatch('t', two, first);
  expect(partitioner.partition('t', undefined, two)).toBe(1 - first);
});

test('without any leader all partitions may be chosen; with one leader only that', () => {
  expect(new DefaultPartitioner(half).partition('t', undefined, cluster(4))).toBe(2);
  const partitioner = new DefaultPartitioner(half);
  const one = cluster(4, 2);
  partitioner.onNewBatch('t', one, partitioner.partition('t', undefined, one));
  expect(partitioner.partition('t', undefined, one)).toBe(2);
});

test('round robin goes through the partitions with leader, whatever the key', () => {
  const partitioner = new RoundRobinPartitioner();
  const three = cluster(4, 0, 1, 3);
  const key = utf8Bytes('abc');
  expect([1, 2, 3, 4].map(() => partitioner.partition('t', key, three))).toEqual([0, 1, 3, 0]);
});

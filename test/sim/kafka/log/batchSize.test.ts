import { expect, test } from 'vitest';
import { BatchBuilder } from '../../../../src/sim/kafka/log/BatchBuilder.js';
import { recordSize, varintSize } from '../../../../src/sim/kafka/log/batchSize.js';

test.each([
  [0, 1],
  [-1, 1],
  [63, 1],
  [64, 2],
  [-64, 1],
  [-65, 2],
  [8191, 2],
  [8192, 3],
  [2 ** 31 - 1, 5],
  [1_700_000_000_000, 6],
])('%d takes %d bytes as a varint', (value, bytes) => {
  expect(varintSize(value)).toBe(bytes);
});

// The sizes that KA-007 gives.
test.each([
  [-1, 1, 8],
  [-1, 10, 17],
  [-1, 100, 109],
  [-1, 1000, 1009],
  [3, 10, 20],
  [3, 1000, 1012],
])('a record with a key of %d and a value of %d bytes takes %d', (keyBytes, valueBytes, size) => {
  expect(recordSize({ keyBytes, valueBytes }, 0, 0)).toBe(size);
});

test('a record larger than batch.size has a batch of its own, which is full', () => {
  const large = { keyBytes: -1, valueBytes: 20000 };
  const batch = new BatchBuilder(16384, large);
  expect(batch.tryAppend(large, 0)).toBe(true);
  expect(batch.tryAppend(large, 0)).toBe(false);
  expect(batch.recordCount).toBe(1);
});

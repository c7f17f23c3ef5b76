import { expect, test } from 'vitest';
import { limitOffsets } from '../../../src/engine/kafka/limitOffsets.js';
import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';

// Every partition begins at 0, so its log end is its lag. Values of Spark's DirectKafkaStreamSuite (SS-1310).
test.for([
  {
    name: 'the limit of a partition counts per second',
    batchMs: 100,
    max: [100, 100],
    min: 1,
    rate: undefined,
    lags: [50, 50],
    ends: [10, 10],
  },
  { name: 'no lag, no limit', batchMs: 100, max: [100, 100], min: 1, rate: 100, lags: [0, 0], ends: [0, 0] },
  {
    name: 'each partition has its own limit',
    batchMs: 100,
    max: [50, 100],
    min: 1,
    rate: 1000,
    lags: [1000, 1000],
    ends: [5, 10],
  },
  { name: 'a rate above the limit', batchMs: 500, max: [300], min: 1, rate: 1000, lags: [1000], ends: [150] },
  { name: 'a rate below the limit', batchMs: 500, max: [1000], min: 1, rate: 500, lags: [1000], ends: [250] },
  {
    name: 'the least number is of the batch',
    batchMs: 60_000,
    max: [100, 100, 100, 100],
    min: 5,
    rate: 1,
    lags: [0, 100, 200, 300],
    ends: [0, 10, 20, 30],
  },
  { name: 'a share below it is raised to it', batchMs: 1000, max: [0, 0], min: 5, rate: 1, lags: [1000, 1000], ends: [5, 5] },
  { name: 'a least number alone limits nothing', batchMs: 1000, max: [0], min: 5, rate: undefined, lags: [30], ends: [30] },
  { name: 'never beyond the log end', batchMs: 1000, max: [100], min: 1, rate: undefined, lags: [7], ends: [7] },
])('$name', ({ batchMs, max, min, rate, lags, ends }) => {
  const config = {
    maxRatePerPartition: ({ partition }: TopicPartition) => max[partition] as number,
    minRatePerPartition: () => min,
  };
  const latest = lags.map((lag, i) => [new TopicPartition('t', i), lag] as const);
  const limited = limitOffsets(latest, () => 0, { config, rate, batchMs });
  expect(limited.map(([, end]) => end)).toEqual(ends);
});

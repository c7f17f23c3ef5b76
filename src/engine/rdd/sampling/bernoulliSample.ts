import { IllegalArgumentException } from '../../errors.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { ArrayRecordIterator, type RecordIterator } from '../../RecordIterator.js';
import { FilterIterator } from '../iterators/FilterIterator.js';
import { dropsBeforeNext, MAX_GAP_FRACTION } from './gaps.js';

/**
 * Each record with probability `fraction`. Up to 0.4 the gaps between kept records are drawn, above it each record is.
 * Model: apache/spark 3.2.1 core/.../util/random/RandomSampler.scala `BernoulliSampler`, `GapSampling`.
 */
export function bernoulliSample<T>(records: RecordIterator<T>, fraction: number, seed: number | bigint): RecordIterator<T> {
  if (fraction <= 0) return new ArrayRecordIterator<T>([]);
  if (fraction >= 1) return records;
  const random = new XORShiftRandom(seed);
  if (fraction > MAX_GAP_FRACTION) return new FilterIterator(records, () => random.nextDouble() <= fraction);
  const scale = Math.log1p(-fraction);
  let left = dropsBeforeNext(random, scale);
  return new FilterIterator(records, () => {
    if (left > 0) {
      left--;
      return false;
    }
    left = dropsBeforeNext(random, scale);
    return true;
  });
}

/** @throws {IllegalArgumentException} outside of 0 to 1 */
export function requireProbability(fraction: number): void {
  // Spark allows for rounding in the sums of weights.
  if (fraction >= -1e-6 && fraction <= 1 + 1e-6) return;
  throw new IllegalArgumentException(
    `requirement failed: Sampling fraction (${toJavaString(fraction)}) must be on interval [0, 1]`,
  );
}

import { PoissonDistribution } from '../../jvm/PoissonDistribution.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { ArrayRecordIterator, type RecordIterator } from '../../RecordIterator.js';
import { RepeatIterator } from '../iterators/RepeatIterator.js';
import { dropsBeforeNext, MAX_GAP_FRACTION } from './gaps.js';

/**
 * Each record as often as a Poisson draw with mean `fraction` says: a sample with replacement.
 * Model: apache/spark 3.2.1 core/.../util/random/RandomSampler.scala `PoissonSampler`, `GapSamplingReplacement`.
 */
export function poissonSample<T>(records: RecordIterator<T>, fraction: number, seed: number | bigint): RecordIterator<T> {
  if (fraction <= 0) return new ArrayRecordIterator<T>([]);
  if (fraction <= MAX_GAP_FRACTION) return new RepeatIterator(records, gapDraws(fraction, new XORShiftRandom(seed)));
  const distribution = new PoissonDistribution(fraction, seed);
  return new RepeatIterator(records, () => distribution.sample());
}

/** Counts of which most are 0: first how many zeros come, then a Poisson draw that is known to be at least 1. */
function gapDraws(fraction: number, random: XORShiftRandom): () => number {
  const none = Math.exp(-fraction);
  let zeros = dropsBeforeNext(random, -fraction);
  return () => {
    if (zeros > 0) {
      zeros--;
      return 0;
    }
    let product = none + (1 - none) * random.nextDouble();
    let count = 1;
    for (product *= random.nextDouble(); product > none; product *= random.nextDouble()) count++;
    zeros = dropsBeforeNext(random, -fraction);
    return count;
  };
}

import type { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { ArrayRecordIterator, type RecordIterator } from '../../RecordIterator.js';
import { FilterIterator } from '../iterators/FilterIterator.js';

/**
 * Up to a fraction of 0.4 the gaps between kept records are drawn, above it each record is (SC-171). Model: apache/spark 3.2.1
 * RandomSampler.scala.
 */
export function bernoulli<T>(records: RecordIterator<T>, fraction: number, random: XORShiftRandom): RecordIterator<T> {
  if (fraction <= 0) return new ArrayRecordIterator<T>([]);
  if (fraction >= 1) return records;
  if (fraction > 0.4) return new FilterIterator(records, () => random.nextDouble() <= fraction);
  const scale = Math.log1p(-fraction);
  const gap = () => Math.trunc(Math.log(Math.max(random.nextDouble(), 5e-11)) / scale);
  let left = gap();
  return new FilterIterator(records, () => {
    if (left > 0) {
      left--;
      return false;
    }
    left = gap();
    return true;
  });
}

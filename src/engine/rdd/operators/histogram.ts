import { IllegalArgumentException, UnsupportedOperationException } from '../../errors.js';
import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { emptyCollection } from './emptyCollection.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * How many numbers are in each bucket. Given a count: that many even buckets from the least to the greatest number, found by a job
     * of its own; the result is the bounds and the counts. Given sorted bounds: the counts; a bucket holds its lower bound, the last one
     * its upper bound too, and numbers outside are left out. Model: apache/spark 3.2.1 core/.../rdd/DoubleRDDFunctions.scala `histogram`.
     * @param evenBuckets the bounds are evenly spaced, so that no search is needed
     * @throws {IllegalArgumentException} fewer than two bounds @throws {UnsupportedOperationException} a range without numbers, or with NaN or infinity
     */
    histogram(this: RDD<number>, bucketCount: number): Process<readonly [number[], number[]]>;
    histogram(this: RDD<number>, buckets: readonly number[], evenBuckets?: boolean): Process<number[]>;
  }
}

/** The bucket of a value, or undefined. */
type Bucket = (value: number) => number | undefined;

function* counts(rdd: RDD<unknown>, buckets: readonly number[], even: boolean): Process<number[]> {
  if (buckets.length < 2) throw new IllegalArgumentException('buckets array must have at least two elements');
  const bucketOf = even ? byRatio(buckets) : bySearch(buckets);
  const total = new Array<number>(buckets.length - 1).fill(0);
  yield* rdd.context.runJob(
    rdd as RDD<number>,
    (records) => {
      const found = new Array<number>(buckets.length - 1).fill(0);
      records.drain((value) => {
        const bucket = bucketOf(value);
        if (bucket !== undefined) found[bucket] = (found[bucket] as number) + 1;
      });
      return found;
    },
    {
      action: 'histogram',
      onResult: (_, found) => {
        for (let i = 0; i < found.length; i++) total[i] = (total[i] as number) + (found[i] as number);
      },
    },
  );
  return total;
}

function* evenBounds(rdd: RDD<unknown>, count: number): Process<number[]> {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  if (rdd.partitions.length === 0) throw emptyCollection();
  yield* rdd.context.runJob(
    rdd as RDD<number>,
    (records) => {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      records.drain((value) => {
        low = Math.min(low, value);
        high = Math.max(high, value);
      });
      return [low, high] as const;
    },
    {
      action: 'histogram',
      onResult: (_, [low, high]) => {
        least = Math.min(least, low);
        greatest = Math.max(greatest, high);
      },
    },
  );
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
    throw new UnsupportedOperationException('Histogram on either an empty RDD or RDD containing +/-infinity or NaN');
  }
  if (least === greatest) return [least, least];
  return [...Array.from({ length: Math.max(count, 0) }, (_, i) => least + (i * (greatest - least)) / count), greatest];
}

function byRatio(buckets: readonly number[]): Bucket {
  const first = buckets[0] as number;
  const last = buckets[buckets.length - 1] as number;
  const count = buckets.length - 1;
  return (value) => {
    if (Number.isNaN(value) || value < first || value > last) return undefined;
    // 0 / 0, where all bounds are the same, counts as 0.
    return Math.min(Math.trunc(((value - first) / (last - first)) * count) || 0, count - 1);
  };
}

/** Model: openjdk 17 java.util.Arrays.binarySearch. */
function bySearch(buckets: readonly number[]): Bucket {
  return (value) => {
    let low = 0;
    let high = buckets.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const bound = buckets[middle] as number;
      if (bound < value) low = middle + 1;
      else if (bound > value) high = middle - 1;
      else if (bound === value) return Math.min(middle, buckets.length - 2);
      else high = -1;
    }
    return low > 0 && low < buckets.length && !Number.isNaN(value) ? low - 1 : undefined;
  };
}

attach(RDD.prototype, {
  histogram: action('histogram', function* (rdd, given: number | readonly number[], evenBuckets = false) {
    if (typeof given !== 'number') return yield* counts(rdd, given, evenBuckets);
    const buckets = yield* evenBounds(rdd, given);
    return [buckets, yield* counts(rdd, buckets, true)] as const;
  }),
});

import { IllegalArgumentException } from '../../errors.js';
import { Double } from '../../jvm/Double.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { FilterIterator } from '../iterators/FilterIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';
import { seedOf } from './seedOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Every record into exactly one of as many RDDs as there are weights, which need not add up to 1. Each result computes this RDD
     * again and draws the same numbers. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `randomSplit`, `BernoulliCellSampler`.
     * @param seed by default drawn from the scenario's seed
     * @throws {IllegalArgumentException} a weight is negative, or all are 0
     */
    randomSplit(weights: readonly number[], seed?: number | bigint): RDD<T>[];
  }
}

attach(RDD.prototype, {
  randomSplit(this: RDD<unknown>, weights: readonly number[], seed?: number | bigint) {
    const shown = `[${weights.map((weight) => toJavaString(new Double(weight))).join(',')}]`;
    if (!weights.every((weight) => weight >= 0))
      throw new IllegalArgumentException(`requirement failed: Weights must be nonnegative, but got ${shown}`);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (!(sum > 0)) throw new IllegalArgumentException(`requirement failed: Sum of weights must be positive, but got ${shown}`);
    const base = BigInt(seedOf(this, seed));
    let upper = 0;
    return weights.map((weight) => {
      const lower = upper;
      upper += weight / sum;
      return cell(this, lower, upper, base);
    });
  },
});

/** Records whose draw is from `lower` (inclusive) to `upper` (exclusive). */
function cell(rdd: RDD<unknown>, lower: number, upper: number, seed: bigint): RDD<unknown> {
  return new MapPartitionsRDD(
    rdd,
    (records, index) => {
      const random = new XORShiftRandom(seed + BigInt(index));
      if (upper - lower <= 0) return new FilterIterator(records, () => false);
      return new FilterIterator(records, () => {
        const draw = random.nextDouble();
        return draw >= lower && draw < upper;
      });
    },
    true,
  );
}

import { IllegalArgumentException, NoSuchElementException } from '../../errors.js';
import { PoissonDistribution } from '../../jvm/PoissonDistribution.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { FilterIterator } from '../iterators/FilterIterator.js';
import { RepeatIterator } from '../iterators/RepeatIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';
import { seedOf } from './seedOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `sample`, with a fraction for each key. Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `sampleByKey`,
     * util/random/StratifiedSamplingUtils.scala.
     * @param seed by default drawn from the scenario's seed
     * @throws {IllegalArgumentException} a fraction is negative. A key without a fraction fails its task.
     */
    sampleByKey<K, V>(
      this: RDD<Pair<K, V>>,
      withReplacement: boolean,
      fractions: ReadonlyMap<K, number>,
      seed?: number | bigint,
    ): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  sampleByKey(this: RDD<AnyPair>, withReplacement: boolean, fractions: ReadonlyMap<unknown, number>, seed?: number | bigint) {
    for (const fraction of fractions.values())
      if (!(fraction >= 0)) throw new IllegalArgumentException('requirement failed: Negative sampling rates.');
    const fractionOf = (key: unknown): number => {
      const fraction = fractions.get(key);
      if (fraction === undefined) throw new NoSuchElementException(`key not found: ${toJavaString(key)}`);
      return fraction;
    };
    const base = BigInt(seedOf(this as RDD<unknown>, seed));
    return new MapPartitionsRDD(
      this,
      (records, index) => {
        const own = base + BigInt(index);
        if (!withReplacement) {
          const random = new XORShiftRandom(own);
          return new FilterIterator(records, (pair) => random.nextDouble() < fractionOf(pair[0]));
        }
        const distributions = new Map<number, PoissonDistribution>();
        return new RepeatIterator(records, (pair) => {
          const mean = fractionOf(pair[0]);
          let distribution = distributions.get(mean);
          if (distribution === undefined) {
            distribution = new PoissonDistribution(mean, own);
            distributions.set(mean, distribution);
          }
          return distribution.sample();
        });
      },
      true,
    );
  },
});

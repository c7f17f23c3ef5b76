import { IllegalArgumentException } from '../../errors.js';
import { JavaRandom } from '../../jvm/JavaRandom.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { PartitionwiseSampledRDD } from '../PartitionwiseSampledRDD.js';
import { RDD } from '../RDD.js';
import { bernoulli } from './bernoulli.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Each record with probability `fraction`.
     * @param seed by default drawn from the scenario's seed. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `sample`,
     * util/random/RandomSampler.scala.
     */
    sample(withReplacement: boolean, fraction: number, seed?: number): RDD<T>;
  }
}

attach(RDD.prototype, {
  sample(this: RDD<unknown>, withReplacement: boolean, fraction: number, seed?: number) {
    if (!(fraction >= 0))
      throw new IllegalArgumentException(`requirement failed: Fraction must be nonnegative, but got ${toJavaString(fraction)}`);
    const { context, partitions } = this;
    const base = seed ?? Math.floor(context.environment.draw('sample', this.id) * 2 ** 53);
    const random = new JavaRandom(base);
    const seeds = partitions.map(() => random.nextLong());
    return new PartitionwiseSampledRDD(this, (records, partition) => {
      if (withReplacement)
        throw new IllegalArgumentException('sample with replacement is not available; use sample(false, fraction)');
      const draws = new XORShiftRandom(seeds[partition] as bigint);
      return bernoulli(records, fraction, draws);
    });
  },
});

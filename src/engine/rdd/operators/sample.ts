import { IllegalArgumentException } from '../../errors.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { PartitionwiseSampledRDD } from '../PartitionwiseSampledRDD.js';
import { RDD } from '../RDD.js';
import { bernoulliSample, requireProbability } from '../sampling/bernoulliSample.js';
import { poissonSample } from '../sampling/poissonSample.js';
import { attach } from './operator.js';
import { seedOf } from './seedOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Without replacement each record with probability `fraction`; with it as often as a Poisson draw with that mean says.
     * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `sample`, util/random/RandomSampler.scala.
     * @param seed by default drawn from the scenario's seed
     * @throws {IllegalArgumentException} `fraction` is negative, or above 1 without replacement
     */
    sample(withReplacement: boolean, fraction: number, seed?: number | bigint): RDD<T>;
  }
}

attach(RDD.prototype, {
  sample(this: RDD<unknown>, withReplacement: boolean, fraction: number, seed?: number | bigint) {
    if (!(fraction >= 0))
      throw new IllegalArgumentException(`requirement failed: Fraction must be nonnegative, but got ${toJavaString(fraction)}`);
    if (!withReplacement) requireProbability(fraction);
    const take = withReplacement ? poissonSample : bernoulliSample;
    return new PartitionwiseSampledRDD(this, (records, partition) => take(records, fraction, partition), seedOf(this, seed));
  },
});

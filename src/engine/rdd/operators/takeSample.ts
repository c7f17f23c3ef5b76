import { IllegalArgumentException } from '../../errors.js';
import { JavaRandom } from '../../jvm/JavaRandom.js';
import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { fractionForSampleSize } from '../sampling/fractionForSampleSize.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { seedOf } from './seedOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Exactly `num` records in random order; all of them, shuffled, when there are no more and none may come twice. Jobs: a count,
     * then samples until one is large enough. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `takeSample`.
     * @param seed by default drawn from the scenario's seed
     * @throws {IllegalArgumentException} `num` is negative
     */
    takeSample(withReplacement: boolean, num: number, seed?: number | bigint): Process<T[]>;
  }
}

attach(RDD.prototype, {
  takeSample: action('takeSample', function* (rdd, withReplacement: boolean, num: number, seed?: number | bigint) {
    if (!(num >= 0)) throw new IllegalArgumentException('requirement failed: Negative number of elements requested');
    if (num === 0) return [];
    const total = yield* rdd.count();
    if (total === 0) return [];
    const random = new JavaRandom(seedOf(rdd, seed));
    if (!withReplacement && num >= total) return shuffled(yield* rdd.collect(), random);
    const fraction = fractionForSampleSize(num, total, withReplacement);
    for (;;) {
      const taken = yield* rdd.sample(withReplacement, fraction, random.nextInt()).collect();
      if (taken.length >= num) return shuffled(taken, random).slice(0, num);
    }
  }),
});

/** In place. Model: apache/spark 3.2.1 core/.../util/Utils.scala `randomizeInPlace`. */
function shuffled<T>(records: T[], random: JavaRandom): T[] {
  for (let i = records.length - 1; i > 0; i--) {
    const j = random.nextInt(i + 1);
    const record = records[j] as T;
    records[j] = records[i] as T;
    records[i] = record;
  }
  return records;
}

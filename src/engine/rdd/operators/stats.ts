import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { StatCounter } from '../StatCounter.js';
import { action } from './action.js';
import { emptyCollection } from './emptyCollection.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Count, mean, deviation, greatest and least in one job. Model: apache/spark 3.2.1 core/.../rdd/DoubleRDDFunctions.scala `stats`. @throws {UnsupportedOperationException} the RDD has no partition */
    stats(this: RDD<number>): Process<StatCounter>;
    /** 0 of no numbers. */
    mean(this: RDD<number>): Process<number>;
    /** Of the whole population: divided by the count. NaN of no numbers. */
    variance(this: RDD<number>): Process<number>;
    popVariance(this: RDD<number>): Process<number>;
    /** Estimated from a sample: divided by the count less one. NaN below two numbers. */
    sampleVariance(this: RDD<number>): Process<number>;
    /** Square root of `variance`. */
    stdev(this: RDD<number>): Process<number>;
    popStdev(this: RDD<number>): Process<number>;
    /** Square root of `sampleVariance`. */
    sampleStdev(this: RDD<number>): Process<number>;
  }
}

function* stats(rdd: RDD<unknown>, name: string): Process<StatCounter> {
  let total: StatCounter | undefined;
  yield* rdd.context.runJob(
    rdd as RDD<number>,
    (records) => {
      const counter = new StatCounter();
      records.drain((value) => counter.merge(value));
      return counter;
    },
    {
      action: name,
      onResult: (_, counter) => {
        if (total === undefined) total = counter;
        else total.mergeCounter(counter);
      },
    },
  );
  if (total === undefined) throw emptyCollection();
  return total;
}

attach(RDD.prototype, {
  stats: action('stats', (rdd) => stats(rdd, 'stats')),
  ...Object.fromEntries(
    (['mean', 'variance', 'popVariance', 'sampleVariance', 'stdev', 'popStdev', 'sampleStdev'] as const).map((name) => [
      name,
      action(name, function* (rdd) {
        return (yield* stats(rdd, name))[name];
      }),
    ]),
  ),
});

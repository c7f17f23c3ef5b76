import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { aggregated } from './aggregated.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The sum of numbers, 0 of none: a fold (SC-144). Model: apache/spark 3.2.1 core/.../rdd/DoubleRDDFunctions.scala `sum`. */
    sum(this: RDD<number>): Process<number>;
  }
}

attach(RDD.prototype, {
  sum: action('sum', (rdd) =>
    aggregated(
      rdd,
      0,
      (a, b) => (a as number) + (b as number),
      (a, b) => (a as number) + (b as number),
      'sum',
    ),
  ),
});

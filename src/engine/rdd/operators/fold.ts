import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { aggregated } from './aggregated.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `zero` begins every partition and the merge: it enters P + 1 times (SC-144). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `fold`.
     */
    fold(zero: T, f: (a: T, b: T) => T): Process<T>;
  }
}

attach(RDD.prototype, {
  fold: action('fold', (rdd, zero: unknown, f: (a: unknown, b: unknown) => unknown) => aggregated(rdd, zero, f, f, 'fold')),
});

import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { firstOf } from './firstOf.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** No partitions, or nothing in `take(1)` (SC-142). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `isEmpty`. */
    isEmpty(): Process<boolean>;
  }
}

attach(RDD.prototype, {
  isEmpty: action('isEmpty', function* (rdd) {
    return rdd.partitions.length === 0 || (yield* firstOf(rdd, 1)).length === 0;
  }),
});

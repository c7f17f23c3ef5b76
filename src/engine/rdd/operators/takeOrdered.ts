import { type Compare, compareValues } from '../../jvm/compareValues.js';
import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { ordered } from './ordered.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The first `num` by `compare`, sorted (SC-149). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `takeOrdered`. */
    takeOrdered(num: number, compare?: Compare<T>): Process<T[]>;
    /** The last `num` by `compare`, greatest first. */
    top(num: number, compare?: Compare<T>): Process<T[]>;
  }
}

attach(RDD.prototype, {
  takeOrdered: action('takeOrdered', (rdd, num: number, compare: Compare<unknown> = compareValues) =>
    ordered(rdd, num, compare, 'takeOrdered'),
  ),
  top: action('top', (rdd, num: number, compare: Compare<unknown> = compareValues) =>
    ordered(rdd, num, (a, b) => compare(b, a), 'top'),
  ),
});

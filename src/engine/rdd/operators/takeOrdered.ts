import type { Compare } from '../../jvm/compareValues.js';
import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { ordered } from './ordered.js';
import { userOrder } from './userOrder.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The first `num` by `compare`, sorted (SC-149). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `takeOrdered`. */
    takeOrdered(num: number, compare?: Compare<T>): Process<T[]>;
    /** The last `num` by `compare`, greatest first. */
    top(num: number, compare?: Compare<T>): Process<T[]>;
  }
}

attach(RDD.prototype, {
  takeOrdered: action('takeOrdered', (rdd, num: number, compare?: Compare<unknown>) =>
    ordered(rdd, num, userOrder('takeOrdered', compare), 'takeOrdered'),
  ),
  top: action('top', (rdd, num: number, compare?: Compare<unknown>) => {
    const order = userOrder('top', compare);
    return ordered(rdd, num, (a, b) => order(b, a), 'top');
  }),
});

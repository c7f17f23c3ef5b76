import type { Compare } from '../../jvm/compareValues.js';
import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { reduced } from './reduced.js';
import { userOrder } from './userOrder.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The greatest record, the first of equal ones (SC-143). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `max`.
     * @throws {UnsupportedOperationException} empty collection
     */
    max(compare?: Compare<T>): Process<T>;
    /** The least record, the first of equal ones. */
    min(compare?: Compare<T>): Process<T>;
  }
}

attach(RDD.prototype, {
  max: action('max', (rdd, compare?: Compare<unknown>) => {
    const order = userOrder('max', compare);
    return reduced(rdd, (a, b) => (order(a, b) >= 0 ? a : b), 'max');
  }),
  min: action('min', (rdd, compare?: Compare<unknown>) => {
    const order = userOrder('min', compare);
    return reduced(rdd, (a, b) => (order(a, b) <= 0 ? a : b), 'min');
  }),
});

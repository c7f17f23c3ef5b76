import type { Process } from '../../ports/Process.js';
import { sizeOf } from '../iterators/sizeOf.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The number of records; one job (SC-146). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `count`. */
    count(): Process<number>;
  }
}

attach(RDD.prototype, {
  count: action('count', function* (rdd) {
    const counts = yield* rdd.context.runJob(rdd, sizeOf, { action: 'count' });
    return counts.reduce((sum, each) => sum + each, 0);
  }),
});

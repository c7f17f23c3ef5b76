import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** All records, by partition index; one job (SC-140). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `collect`. */
    collect(): Process<T[]>;
  }
}

attach(RDD.prototype, {
  collect: action('collect', function* (rdd) {
    const parts = yield* rdd.context.runJob(rdd, (records) => records.toArray(), { action: 'collect' });
    return parts.flat(1);
  }),
});

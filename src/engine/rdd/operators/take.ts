import type { Process } from '../../ports/Process.js';
import { handedOver } from '../../provenance/results.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { firstOf } from './firstOf.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The first `num` records: a job for partition 0, then for up to four times as many as were read (SC-141). Model:
     * apache/spark 3.2.1 core/.../rdd/RDD.scala `take`.
     */
    take(num: number): Process<T[]>;
  }
}

attach(RDD.prototype, {
  take: action('take', function* (rdd, num: number) {
    return handedOver(yield* firstOf(rdd, num), rdd.context.environment.provenance);
  }),
});

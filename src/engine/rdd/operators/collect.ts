import type { Process } from '../../ports/Process.js';
import { keep } from '../../provenance/records.js';
import { handedOver, joined } from '../../provenance/results.js';
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
    const { provenance } = rdd.context.environment;
    const parts = yield* rdd.context.runJob(rdd, (records) => keep(records, provenance), { action: 'collect' });
    return handedOver(joined(parts, provenance), provenance);
  }),
});

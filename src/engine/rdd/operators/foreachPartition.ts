import type { Process } from '../../ports/Process.js';
import { runResult } from '../../process/callUser.js';
import { AT_MOST } from '../../provenance/Provenance.js';
import { PulledIterator } from '../../provenance/records.js';
import type { RecordIterator } from '../../RecordIterator.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` of the records of each partition, empty ones too. It may be a generator function (SC-148). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `foreachPartition`.
     */
    foreachPartition(f: (records: RecordIterator<T>) => unknown): Process<void>;
  }
}

attach(RDD.prototype, {
  foreachPartition: action('foreachPartition', function* (rdd, f: (records: RecordIterator<unknown>) => unknown) {
    const { provenance } = rdd.context.environment;
    yield* rdd.context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>) {
        const pulled = provenance === undefined ? records : new PulledIterator(records, provenance, `${AT_MOST}foreachPartition`);
        yield* runResult('foreachPartition', f(pulled));
      },
      { action: 'foreachPartition' },
    );
  }),
});

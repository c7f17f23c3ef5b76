import type { Process } from '../../ports/Process.js';
import { runResult } from '../../process/callUser.js';
import { END, PAUSE, type RecordIterator } from '../../RecordIterator.js';
import { RDD } from '../RDD.js';
import type { TaskContext } from '../TaskContext.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` of each record, where it is computed. It may be a generator function (SC-148). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `foreach`.
     */
    foreach(f: (record: T) => unknown): Process<void>;
  }
}

attach(RDD.prototype, {
  foreach: action('foreach', function* (rdd, f: (record: unknown) => unknown) {
    yield* rdd.context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        for (let record = records.next(); record !== END; record = records.next()) {
          if (record !== PAUSE) {
            const result = f(record);
            if (typeof result === 'object' && result !== null) yield* runResult('foreach', result);
          }
          yield* task.waitForCharge();
        }
      },
      { action: 'foreach', waits: true },
    );
  }),
});

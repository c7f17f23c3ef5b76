import { textLines } from '../../provenance/results.js';
import type { RecordIterator } from '../../RecordIterator.js';
import { partFile } from '../../rdd/partFile.js';
import type { TaskContext } from '../../rdd/TaskContext.js';
import type { Time } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { ForEachDStream } from '../ForEachDStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Writes each batch to a directory `prefix-<ms>` or `prefix-<ms>.suffix`, one file for each partition, over what was there (SS-438).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `saveAsTextFiles`.
     */
    saveAsTextFiles(prefix?: string | null, suffix?: string | null): void;
  }
}

/** `out-1000.txt`; parts that are empty or null are left out. Model: apache/spark 3.2.1 streaming/.../StreamingContext.scala. */
export function rddToFileName(prefix: string | null | undefined, suffix: string | null | undefined, time: Time): string {
  const start = prefix ? `${prefix}-${time.millis}` : String(time.millis);
  return suffix ? `${start}.${suffix}` : start;
}

attachOperators({
  saveAsTextFiles(this: DStream<unknown>, prefix?: string | null, suffix?: string | null) {
    new ForEachDStream(this, function* (rdd, time) {
      const { storage, provenance } = rdd.context.environment;
      const path = rddToFileName(prefix, suffix, time);
      storage.makeDirectory(path);
      yield* rdd.context.runJob(
        rdd,
        function* (records: RecordIterator<unknown>, task: TaskContext) {
          const file = `${path}/${partFile(task.partitionId)}`;
          yield* storage.write(file, textLines(records, file, provenance));
        },
        { action: 'saveAsTextFiles' },
      );
      yield* storage.write(`${path}/_SUCCESS`, []);
    }).register();
  },
});

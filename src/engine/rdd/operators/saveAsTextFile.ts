import { JavaError } from '../../errors.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import type { Process } from '../../ports/Process.js';
import type { RecordIterator } from '../../RecordIterator.js';
import { partFile } from '../partFile.js';
import { RDD } from '../RDD.js';
import type { TaskContext } from '../TaskContext.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * A file `part-00000` for each partition, a line for each record, and `_SUCCESS` (SC-150). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `saveAsTextFile`.
     */
    saveAsTextFile(path: string): Process<void>;
  }
}

attach(RDD.prototype, {
  saveAsTextFile: action('saveAsTextFile', function* (rdd, path: string) {
    const { context } = rdd;
    const { storage } = context.environment;
    if (storage.exists(path)) {
      throw new JavaError('org.apache.hadoop.mapred.FileAlreadyExistsException', `Output directory ${path} already exists`);
    }
    storage.makeDirectory(path);
    yield* context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        yield* storage.write(`${path}/${partFile(task.partitionId)}`, records.toArray().map(toJavaString));
      },
      { action: 'saveAsTextFile' },
    );
    yield* storage.write(`${path}/_SUCCESS`, []);
  }),
});

import { IllegalArgumentException, JavaError, SparkException } from '../../errors.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import type { Process } from '../../ports/Process.js';
import type { Provenance } from '../../provenance/Provenance.js';
import { textLines } from '../../provenance/results.js';
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
     * @throws {JavaError} the directory exists @throws {SparkException} `Job aborted.`, with the cause; a null record is one
     */
    saveAsTextFile(path: string): Process<void>;
  }
}

attach(RDD.prototype, {
  saveAsTextFile: action('saveAsTextFile', function* (rdd, path: string) {
    const { context } = rdd;
    const { storage, provenance } = context.environment;
    if (storage.exists(path)) {
      throw new JavaError('org.apache.hadoop.mapred.FileAlreadyExistsException', `Output directory ${path} already exists`);
    }
    storage.makeDirectory(path);
    const job = context.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        const file = `${path}/${partFile(task.partitionId)}`;
        yield* storage.write(file, linesOf(records, file, provenance));
      },
      { action: 'saveAsTextFile' },
    );
    try {
      yield* job;
    } catch (error) {
      throw new SparkException('Job aborted.', error);
    }
    yield* storage.write(`${path}/_SUCCESS`, []);
  }),
});

function linesOf(records: RecordIterator<unknown>, path: string, provenance: Provenance | undefined): string[] {
  try {
    return textLines(records, path, provenance, (record) => {
      if (record === null) throw new IllegalArgumentException('requirement failed: text files do not allow null rows');
      return toJavaString(record);
    });
  } catch (error) {
    throw new SparkException('Task failed while writing rows', error);
  }
}

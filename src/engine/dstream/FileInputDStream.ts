import { JavaError } from '../errors.js';
import type { FileStatus } from '../ports/Storage.js';
import { NewHadoopRDD } from '../rdd/NewHadoopRDD.js';
import type { RDD } from '../rdd/RDD.js';
import { UnionRDD } from '../rdd/UnionRDD.js';
import type { StreamingContext } from '../StreamingContext.js';
import { type Duration, Milliseconds, type Time } from '../time/index.js';
import { InputDStream } from './InputDStream.js';

/**
 * Lines of the files that appear in a directory, each file once, in the batch in whose time it was modified (SS-710 ff.). Files must be moved in: one that is
 * still written to is read as it is. Model: apache/spark 3.2.1 streaming/.../dstream/FileInputDStream.scala; recorded: conformance/runtime `file-stream`.
 */
export class FileInputDStream extends InputDStream<string> {
  /** How long a file counts as new, and is remembered. */
  private readonly newFor: Duration;
  private readonly initialThreshold: number;
  /** Selected files by batch time in ms; part of the checkpoint. */
  private readonly selected = new Map<number, readonly string[]>();
  private readonly recent = new Set<string>();

  constructor(
    context: StreamingContext,
    private readonly directory: string,
    newFilesOnly: boolean,
    private readonly accepts: (path: string) => boolean = (path) => !nameOf(path).startsWith('.'),
  ) {
    super(context);
    const least = context.conf.getMillis('spark.streaming.fileStream.minRememberDuration', '60s');
    this.newFor = this.slideDuration.times(Math.ceil(Milliseconds(least).div(this.slideDuration)));
    this.initialThreshold = newFilesOnly ? context.environment.driver.clock.now() : 0;
  }

  override compute(validTime: Time): RDD<string> {
    const files = this.newFiles(validTime.millis);
    this.log('INFO', `New files at time ${validTime}:\n${files.join('\n')}`);
    this.selected.set(validTime.millis, files);
    for (const file of files) this.recent.add(file);
    this.context.scheduler.reportInput(validTime, this.id, 0);
    return this.filesToRDD(files);
  }

  /** Also forgets the files of batches that are out of the window. */
  override clearMetadata(time: Time): void {
    super.clearMetadata(time);
    const oldest = time.millis - this.newFor.millis;
    for (const [millis, files] of this.selected) {
      if (millis >= oldest) continue;
      this.selected.delete(millis);
      for (const file of files) this.recent.delete(file);
    }
  }

  protected override restoreRDDs(): void {
    for (const [millis, files] of this.selected) {
      for (const file of files) this.recent.add(file);
      this.generatedRDDs.set(millis, this.filesToRDD(files));
    }
  }

  private newFiles(batchMs: number): string[] {
    const { storage } = this.context.environment;
    if (!storage.exists(this.directory)) return [];
    const threshold = Math.max(this.initialThreshold, batchMs - this.newFor.millis);
    const isNew = ({ path, modifiedAt, isDirectory }: FileStatus): boolean =>
      !isDirectory && this.accepts(path) && modifiedAt > threshold && modifiedAt <= batchMs && !this.recent.has(path);
    return storage
      .list(this.directory)
      .filter(isNew)
      .map(({ path }) => path);
  }

  /** @throws {JavaError} a file whose name Hadoop hides although the stream does not */
  private filesToRDD(files: readonly string[]): RDD<string> {
    const { sparkContext } = this.context;
    for (const file of files) {
      if (!nameOf(file).startsWith('_')) continue;
      const message = `Input path does not exist: ${file}`;
      const cause = new JavaError('java.io.IOException', message);
      throw new JavaError('org.apache.hadoop.mapreduce.lib.input.InvalidInputException', message, cause);
    }
    const rdds = files.map((file) => new NewHadoopRDD(sparkContext, file));
    return new UnionRDD<string>(sparkContext, rdds);
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

import { fileLines } from '../provenance/inputs.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/**
 * The lines of a file as they are when it is read; an empty file has no partition. Model: apache/spark 3.2.1
 * core/.../rdd/NewHadoopRDD.scala.
 */
export class NewHadoopRDD extends RDD<string> {
  constructor(
    context: SparkContext,
    private readonly path: string,
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return indices(this.lines.length === 0 ? 0 : 1);
  }
  compute(): RecordIterator<string> {
    const { lines, path } = this;
    const { provenance } = this.context.environment;
    return provenance === undefined ? new ArrayRecordIterator(lines) : fileLines(lines, path, { first: 0, lines }, provenance);
  }
  private get lines(): readonly string[] {
    return this.context.environment.storage.read(this.path) as readonly string[];
  }
}

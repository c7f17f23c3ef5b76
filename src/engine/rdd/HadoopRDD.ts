import { fileLines } from '../provenance/inputs.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import { type InputFile, inputFiles, utf8Length } from './inputFiles.js';
import type { Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/** A stretch of a file: from byte `start` (inclusive) to byte `end` (exclusive). */
interface FileSplit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Blocks of a local file system. */
const BLOCK_SIZE = 32 * 1024 * 1024;
/** The last split of a file may be this much longer than the others. */
const SLOP = 1.1;

/**
 * Lines of text files, cut into about `minPartitions` splits of equal length; a file has at least one, an empty file none. A line belongs
 * to the split in which the line before it ends.
 * Model: apache/spark 3.2.1 core/.../rdd/HadoopRDD.scala; apache/hadoop 3.3.1 .../mapred/{FileInputFormat,LineRecordReader}.java.
 */
export class HadoopRDD extends RDD<string> {
  private splits: readonly FileSplit[] = [];
  constructor(
    context: SparkContext,
    private readonly path: string,
    private readonly minPartitions: number,
  ) {
    super(context, []);
    this.setName(path);
  }
  protected getPartitions(): Partition[] {
    const files = inputFiles(this.context.environment.storage, this.path, 'org.apache.hadoop.mapred.InvalidInputException');
    this.splits = splitsOf(files, this.minPartitions);
    return this.splits.map((_, index) => ({ index }));
  }
  compute(split: Partition): RecordIterator<string> {
    const { path, start, end } = this.splits[split.index] as FileSplit;
    const { storage, provenance } = this.context.environment;
    const all = storage.read(path) as readonly string[];
    const lines: string[] = [];
    let first = 0;
    let position = 0;
    for (const line of all) {
      if (position > end) break;
      if (position > start || start === 0) lines.push(line);
      else first++;
      position += utf8Length(line) + 1;
    }
    return provenance === undefined ? new ArrayRecordIterator(lines) : fileLines(all, path, { first, lines }, provenance);
  }
}

function splitsOf(files: readonly InputFile[], count: number): FileSplit[] {
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const size = Math.max(1, Math.min(Math.floor(total / Math.max(count, 1)), BLOCK_SIZE));
  return files.flatMap(({ path, length }) => {
    const splits: FileSplit[] = [];
    let start = 0;
    for (; (length - start) / size > SLOP; start += size) splits.push({ path, start, end: start + size });
    if (start < length) splits.push({ path, start, end: length });
    return splits;
  });
}

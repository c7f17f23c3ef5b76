import { originsOfFile } from '../provenance/inputs.js';
import { kept } from '../provenance/records.js';
import type { RecordIterator } from '../RecordIterator.js';
import { type InputFile, inputFiles } from './inputFiles.js';
import type { Pair } from './Pair.js';
import type { Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/**
 * A pair of path and content for each file. Files are packed, in order, until a partition has its share of all bytes.
 * Model: apache/spark 3.2.1 core/.../rdd/WholeTextFileRDD.scala, input/WholeTextFileInputFormat.scala.
 */
export class WholeTextFileRDD extends RDD<Pair<string, string>> {
  private groups: readonly (readonly InputFile[])[] = [];
  constructor(
    context: SparkContext,
    private readonly path: string,
    private readonly minPartitions: number,
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    const { storage } = this.context.environment;
    const files = inputFiles(storage, this.path, 'org.apache.hadoop.mapreduce.lib.input.InvalidInputException');
    this.groups = packed(files, Math.max(this.minPartitions, 1));
    return this.groups.map((_, index) => ({ index }));
  }
  compute(split: Partition): RecordIterator<Pair<string, string>> {
    const { storage, provenance } = this.context.environment;
    const group = this.groups[split.index] as readonly InputFile[];
    const linesOf = (path: string) => storage.read(path) as readonly string[];
    const files = group.map(
      ({ path }) =>
        [
          path,
          linesOf(path)
            .map((line) => `${line}\n`)
            .join(''),
        ] as const,
    );
    const origins =
      provenance === undefined
        ? []
        : group.map(({ path }) => provenance.node('wholeTextFiles', originsOfFile(linesOf(path), path, provenance)));
    provenance?.attach(files, origins);
    return kept(files, provenance);
  }
}

function packed(files: readonly InputFile[], count: number): InputFile[][] {
  const share = Math.ceil(files.reduce((sum, { length }) => sum + length, 0) / count);
  const groups: InputFile[][] = [];
  let bytes = share;
  for (const file of files) {
    if (bytes >= share) {
      groups.push([]);
      bytes = 0;
    }
    (groups[groups.length - 1] as InputFile[]).push(file);
    bytes += file.length;
  }
  return groups;
}

import { estimateSize } from '../../storage/estimateSize.js';
import { ShuffleDependency } from '../Dependency.js';
import { RDD } from '../RDD.js';
import { StorageLevel } from '../StorageLevel.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The lineage, indented at shuffles. As in Spark, every line shows the storage level of this RDD, not that of its own; the sizes of
     * kept partitions, which are the JVM's, are left out. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `toDebugString`.
     */
    toDebugString(): string;
  }
}

attach(RDD.prototype, {
  toDebugString(this: RDD<unknown>) {
    const level = this.storageLevel === StorageLevel.NONE ? '' : this.storageLevel.description;
    return `(${this.partitions.length}) ${new Drawing(level).lineage(this)}`;
  },
});

const offset = (text: string): number => Math.trunc((text.length - 1) / 2);

class Drawing {
  constructor(private readonly level: string) {}

  /** The first line without its number of partitions. */
  lineage(rdd: RDD<unknown>): string {
    const [head, ...rest] = this.describe(rdd);
    const text = `(${rdd.partitions.length})`;
    const prefix = `${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
    return [head, ...rest.map((line) => `${prefix} ${line}`), ...this.children(rdd, prefix)].join('\n');
  }

  private describe(rdd: RDD<unknown>): string[] {
    const lines = [`${rdd} [${this.level}]`];
    const blocks = rdd.partitions.flatMap(({ index }) => (rdd.isStored(index) ? (rdd.blockOf(index) ?? []) : []));
    if (blocks.length === 0) return lines;
    let memory = 0;
    let disk = 0;
    for (const { records, level } of blocks) {
      if (level.useMemory) memory += estimateSize(records);
      else disk += estimateSize(records);
    }
    lines.push(`    CachedPartitions: ${blocks.length}; MemorySize: ${bytesToString(memory)}; DiskSize: ${bytesToString(disk)}`);
    return lines;
  }

  private children(rdd: RDD<unknown>, prefix: string): string[] {
    const { dependencies } = rdd;
    return dependencies.flatMap((dependency, i) => {
      const isLast = i === dependencies.length - 1;
      return this.draw(dependency.rdd as RDD<unknown>, prefix, dependency instanceof ShuffleDependency, isLast);
    });
  }

  private draw(rdd: RDD<unknown>, prefix: string, isShuffle: boolean, isLast: boolean): string[] {
    if (!isShuffle) return [...this.describe(rdd).map((line) => prefix + line), ...this.children(rdd, prefix)];
    const text = `(${rdd.partitions.length})`;
    const own = prefix.replace(/\|\s+$/, '');
    const next = `${own}${isLast ? '  ' : '| '}${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
    const lines = this.describe(rdd).map((line, i) => (i === 0 ? `${own}+-${text} ${line}` : `${next}${line}`));
    return [...lines, ...this.children(rdd, next)];
  }
}

/** As Spark's `Utils.bytesToString`. */
function bytesToString(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let size = bytes;
  for (; size >= 2048 && at < units.length - 1; at++) size /= 1024;
  return `${size.toFixed(1)} ${units[at]}`;
}

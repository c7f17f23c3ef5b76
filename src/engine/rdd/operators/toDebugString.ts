import { ShuffleDependency } from '../Dependency.js';
import { RDD } from '../RDD.js';
import { StorageLevel } from '../StorageLevel.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The lineage, indented at shuffles. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `toDebugString`. */
    toDebugString(): string;
  }
}

attach(RDD.prototype, {
  toDebugString(this: RDD<unknown>) {
    return `(${this.partitions.length}) ${lineage(this)}`;
  },
});

/** The lineage as Spark draws it; the first line without its number of partitions. */
function lineage(rdd: RDD<unknown>): string {
  const [head, ...rest] = describe(rdd);
  const text = `(${rdd.partitions.length})`;
  const prefix = `${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
  return [head, ...rest.map((line) => `${prefix} ${line}`), ...children(rdd, prefix)].join('\n');
}

const offset = (text: string): number => Math.trunc((text.length - 1) / 2);

function describe(rdd: RDD<unknown>): string[] {
  const level = rdd.storageLevel === StorageLevel.NONE ? '' : rdd.storageLevel.description;
  const kept = rdd.partitions.filter(({ index }) => rdd.isStored(index)).length;
  const lines = [`${rdd} [${level}]`];
  if (level !== '' && kept > 0) lines.push(`    CachedPartitions: ${kept}`);
  return lines;
}

function children(rdd: RDD<unknown>, prefix: string): string[] {
  const { dependencies } = rdd;
  return dependencies.flatMap((dependency, i) =>
    draw(dependency.rdd as RDD<unknown>, prefix, dependency instanceof ShuffleDependency, i === dependencies.length - 1),
  );
}

function draw(rdd: RDD<unknown>, prefix: string, isShuffle: boolean, isLast: boolean): string[] {
  if (!isShuffle) return [...describe(rdd).map((line) => prefix + line), ...children(rdd, prefix)];
  const text = `(${rdd.partitions.length})`;
  const own = prefix.replace(/\|\s+$/, '');
  const next = `${own}${isLast ? '  ' : '| '}${' '.repeat(offset(text))}|${' '.repeat(text.length - offset(text))}`;
  return [...describe(rdd).map((line, i) => (i === 0 ? `${own}+-${text} ${line}` : `${next}${line}`)), ...children(rdd, next)];
}

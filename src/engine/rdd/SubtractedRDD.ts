import { JavaHashMap } from '../jvm/JavaHashMap.js';
import { ArrayBufferSeq } from '../jvm/Seq.js';
import { addTo, kept } from '../provenance/records.js';
import type { RecordIterator } from '../RecordIterator.js';
import { cogroupDependency, recordsOf } from './cogroupDependency.js';
import type { Dependency } from './Dependency.js';
import type { Pair } from './Pair.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/**
 * Pairs of the left whose key the right does not have, in the order of Java's HashMap (SC-132). Model: apache/spark 3.2.1
 * core/.../rdd/SubtractedRDD.scala.
 */
export class SubtractedRDD<K, V> extends RDD<Pair<K, V>> {
  constructor(
    private readonly left: RDD<Pair<K, V>>,
    private readonly right: RDD<Pair<K, unknown>>,
    private readonly part: Partitioner,
  ) {
    super(left.context);
  }
  protected override getDependencies(): Dependency[] {
    return [this.left, this.right].map((rdd) => cogroupDependency(rdd as RDD<Pair<unknown, unknown>>, this.part));
  }
  override get partitioner(): Partitioner {
    return this.part;
  }
  /** Looks at its dependencies and at the partitions of narrow ones, as Spark's does: their shuffles are numbered then. */
  protected getPartitions(): Partition[] {
    for (const dependency of this.dependencies) if (dependency.kind === 'narrow') void dependency.rdd.partitions;
    return indices(this.part.numPartitions);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, V>> {
    const { provenance } = this.context.environment;
    const table = new JavaHashMap<K, ArrayBufferSeq<V>>();
    const [left, right] = this.dependencies as [Dependency, Dependency];
    recordsOf(left, split, task).drain((pair) => {
      let values = table.get(pair[0] as K);
      if (values === undefined) {
        values = new ArrayBufferSeq<V>();
        table.put(pair[0] as K, values);
      }
      values.push(pair[1] as V);
      if (provenance !== undefined) addTo(values, provenance);
    });
    recordsOf(right, split, task).drain((pair) => {
      table.remove(pair[0] as K);
    });
    const pairs: Pair<K, V>[] = [];
    for (const [key, values] of table) for (const value of values) pairs.push([key, value]);
    const origins = provenance === undefined ? [] : [...table].flatMap(([, values]) => provenance.of(values) ?? []);
    provenance?.attach(pairs, origins);
    return kept(pairs, provenance);
  }
}

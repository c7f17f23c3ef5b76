import type { Compare } from '../../jvm/compareValues.js';
import { attributedSort } from '../../provenance/shuffles.js';
import { ArrayRecordIterator } from '../../RecordIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { AnyPair, Pair } from '../Pair.js';
import { type Partitioner, samePartitioner } from '../Partitioner.js';
import { RDD } from '../RDD.js';
import { ShuffledRDD } from '../ShuffledRDD.js';
import { attach } from './operator.js';
import { userOrder } from './userOrder.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Pairs where `partitioner` wants them, each partition sorted by key, stably; no shuffle when they are there already (SC-126).
     * Model: apache/spark 3.2.1 core/.../rdd/OrderedRDDFunctions.scala `repartitionAndSortWithinPartitions`.
     */
    repartitionAndSortWithinPartitions<K, V>(
      this: RDD<Pair<K, V>>,
      partitioner: Partitioner,
      compare?: Compare<K>,
    ): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  repartitionAndSortWithinPartitions(this: RDD<AnyPair>, partitioner: Partitioner, compare?: Compare<unknown>) {
    const order = userOrder('repartitionAndSortWithinPartitions', compare);
    if (!samePartitioner(this.partitioner, partitioner)) return new ShuffledRDD(this, partitioner, { keyOrdering: order });
    const { provenance } = this.context.environment;
    return new MapPartitionsRDD(
      this,
      (records) =>
        provenance === undefined
          ? new ArrayRecordIterator(records.toArray().sort((a, b) => order(a[0], b[0])))
          : attributedSort(records, order, provenance),
      true,
    );
  },
});

import type { CompactBuffer } from '../../jvm/Seq.js';
import { plainResult } from '../../process/callUser.js';
import { defaultPartitioner } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Records of equal `f(record)` together (SC-120). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `groupBy`. */
    groupBy<K>(f: (record: T) => K, numPartitions?: number): RDD<Pair<K, CompactBuffer<T>>>;
  }
}

attach(RDD.prototype, {
  groupBy(this: RDD<unknown>, f: (record: unknown) => unknown, numPartitions?: number) {
    const part = numPartitions === undefined ? defaultPartitioner(this) : new HashPartitioner(numPartitions);
    return this.map((record) => [plainResult('groupBy', f(record)), record] as const).groupByKey(part);
  },
});

import { None, type Option, Some } from '../../jvm/Option.js';
import type { Process } from '../../ports/Process.js';
import { combinedValue } from '../../process/combinedValue.js';
import { opaque } from '../../provenance/records.js';
import { ArrayRecordIterator } from '../../RecordIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { emptyCollection } from './emptyCollection.js';
import { attach } from './operator.js';
import { requireDepth, treeAggregated } from './treeAggregated.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `reduce`, in levels as `treeAggregate` (SC-145). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `treeReduce`.
     * @throws {IllegalArgumentException} `depth` is below 1 @throws {UnsupportedOperationException} empty collection
     */
    treeReduce(f: (a: T, b: T) => T, depth?: number): Process<T>;
  }
}

attach(RDD.prototype, {
  treeReduce: action('treeReduce', function* (rdd, f: (a: unknown, b: unknown) => unknown, depth = 2) {
    requireDepth(depth);
    const merge = (a: Option<unknown>, b: Option<unknown>): Option<unknown> => {
      if (b === None) return a;
      return a === None ? b : new Some(combinedValue('treeReduce', f(a.get(), b.get())));
    };
    const { provenance } = rdd.context.environment;
    const partial = new MapPartitionsRDD<unknown, Option<unknown>>(rdd, (records) =>
      opaque(records, 'treeReduce', provenance, (pulled) => {
        let total: Option<unknown> = None;
        pulled.drain((record) => {
          total = merge(total, new Some(record));
        });
        return new ArrayRecordIterator([total]);
      }),
    );
    const operator = merge as (a: unknown, b: unknown) => unknown;
    const result = (yield* treeAggregated(
      partial as RDD<unknown>,
      None,
      operator,
      operator,
      depth,
      'treeReduce',
    )) as Option<unknown>;
    if (result === None) throw emptyCollection();
    return result.get();
  }),
});

import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import type { RecordIterator } from '../RecordIterator.js';
import type { Aggregator } from './Dependency.js';
import type { Pair } from './Pair.js';

/** `aggregator` over records that are in the right partition already (SC-120). */
export function combineInPlace<K, V, C>(
  records: RecordIterator<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
): RecordIterator<Pair<K, C>> {
  const table = new AppendOnlyMap<K, C>();
  records.drain((pair) => table.combine(pair[0], pair[1], aggregator.create, aggregator.mergeValue));
  return table.records();
}

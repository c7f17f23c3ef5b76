import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import type { Provenance } from '../provenance/Provenance.js';
import { attributedCombine } from '../provenance/shuffles.js';
import type { RecordIterator } from '../RecordIterator.js';
import type { Aggregator } from './Dependency.js';
import type { Pair } from './Pair.js';

/** `aggregator` over records that are in the right partition already (SC-120). */
export function combineInPlace<K, V, C>(
  records: RecordIterator<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
  provenance?: Provenance,
): RecordIterator<Pair<K, C>> {
  if (provenance !== undefined) return attributedCombine(records, aggregator, provenance);
  const table = new AppendOnlyMap<K, C>();
  records.drain((pair) => table.combine(pair[0], pair[1], aggregator.create, aggregator.mergeValue));
  return table.records();
}

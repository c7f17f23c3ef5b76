import { Seq } from '../jvm/Seq.js';
import type { Aggregator } from '../rdd/Dependency.js';
import type { Pair } from '../rdd/Pair.js';
import type { Origin, Provenance } from './Provenance.js';

/** A combined value and what went into it. */
export interface Attributed<C> {
  value: C;
  readonly origins: Origin[];
}

/** The same aggregation, for tables that combine: each value with the records that went into it. Map-side outputs are plain again (`settled`). */
export function attributing<V, C>(
  aggregator: Pick<Aggregator<V, C>, 'create' | 'mergeValue'>,
  provenance: Provenance,
): Pick<Aggregator<V, Attributed<C>>, 'create' | 'mergeValue'> {
  return {
    create: (value) => ({ value: aggregator.create(value), origins: [provenance.current] }),
    mergeValue: (combined, value) => {
      combined.value = aggregator.mergeValue(combined.value, value);
      combined.origins.push(provenance.current);
      return combined;
    },
  };
}

/** What came out of such a table, as the records that they stand for. A group's elements keep their own origins, too. */
export function settled<K, C>(pairs: readonly Pair<K, Attributed<C>>[], label: string, provenance: Provenance): Pair<K, C>[] {
  const plain: Pair<K, C>[] = [];
  const origins: Origin[] = [];
  for (const [key, { value, origins: from }] of pairs) {
    if (value instanceof Seq && value.length === from.length) provenance.attach(value, from);
    plain.push([key, value]);
    origins.push(provenance.node(label, from));
  }
  return provenance.attach(plain, origins);
}

/** For map tasks that do not combine: each record goes to its bucket, and where it is from beside it. */
export function attributingBuckets<T>(
  bucketOf: (record: T) => T[],
  buckets: readonly T[][],
  provenance: Provenance,
): (record: T) => void {
  const origins = new Map<T[], Origin[]>();
  for (const bucket of buckets) {
    const list: Origin[] = [];
    origins.set(bucket, list);
    provenance.attach(bucket, list);
  }
  return (record) => {
    const bucket = bucketOf(record);
    bucket.push(record);
    (origins.get(bucket) as Origin[]).push(provenance.current);
  };
}

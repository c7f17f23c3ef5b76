/** A key and a value; Scala's `Tuple2`. Pair operators exist only on RDDs and streams of these. */
export type Pair<K, V> = readonly [K, V];

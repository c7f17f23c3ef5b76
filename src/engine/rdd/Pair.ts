/** A key and a value; Scala's `Tuple2`. Pair operators exist only on RDDs and streams of these. */
export type Pair<K, V> = readonly [K, V];

/** A pair where the compiler would take an array of two for a list: `words.map((word) => pair(word, 1))`. */
export const pair = <K, V>(key: K, value: V): Pair<K, V> => [key, value];

/** A pair of anything, inside operators whose own types are declared where they are attached. */
export type AnyPair = Pair<unknown, unknown>;

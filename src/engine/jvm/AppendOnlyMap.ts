import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import type { Pair } from '../rdd/Pair.js';
import { type Entry, entryHash, KeyIndex } from './KeyIndex.js';
import { slotOrder } from './slotOrder.js';

/**
 * Spark's hash table for aggregation: keys compare by Java's `equals`, are never removed, and are read in slot order with the null key first
 * (SC-310 … SC-316). While it fills it is a native Map where the keys allow it; the slots are worked out when it is read.
 * Model: apache/spark 3.2.1 core/.../util/collection/AppendOnlyMap.scala.
 */
export class AppendOnlyMap<K, V> implements Iterable<Pair<K, V>> {
  private readonly index = new KeyIndex<K, V>();

  /** Number of distinct keys. */
  get size(): number {
    return this.index.entries.length;
  }

  has(key: K): boolean {
    return this.index.find(key) !== undefined;
  }

  get(key: K): V | undefined {
    return this.index.find(key)?.value;
  }

  /** Stores `value`, in place of what the key had. */
  update(key: K, value: V): void {
    const entry = this.index.find(key);
    if (entry === undefined) this.index.add(key, value);
    else entry.value = value;
  }

  /** Stores and returns what `update` makes of the key's value; `had` is false for a new key, whose `old` is undefined. */
  changeValue(key: K, update: (had: boolean, old: V | undefined) => V): V {
    const entry = this.index.find(key);
    if (entry === undefined) return this.index.add(key, update(false, undefined)).value;
    entry.value = update(true, entry.value);
    return entry.value;
  }

  /** `changeValue` without a closure for each record: `create(value)` for a new key, else `merge(old, value)`. */
  combine<T>(key: K, value: T, create: (value: T) => V, merge: (old: V, value: T) => V): void {
    const entry = this.index.find(key);
    if (entry === undefined) this.index.add(key, create(value));
    else entry.value = merge(entry.value, value);
  }

  /** In slot order. */
  toPairs(): Pair<K, V>[] {
    const { entries } = this.index;
    const order = this.order();
    const pairs: Pair<K, V>[] = [];
    for (let i = 0; i < order.length; i++) {
      const entry = entries[order[i] as number] as Entry<K, V>;
      pairs.push([entry.key, entry.value]);
    }
    return pairs;
  }

  /** In slot order; the table must not be changed meanwhile. */
  records(): RecordIterator<Pair<K, V>> {
    return new ArrayRecordIterator(this.toPairs());
  }

  /** In slot order. */
  forEach(body: (key: K, value: V) => void): void {
    const { entries } = this.index;
    for (const position of this.order()) {
      const entry = entries[position] as Entry<K, V>;
      body(entry.key, entry.value);
    }
  }

  [Symbol.iterator](): Iterator<Pair<K, V>> {
    return this.toPairs()[Symbol.iterator]();
  }

  private order(): Int32Array {
    const { entries, nullAt } = this.index;
    return slotOrder(entries.length, (position) => entryHash(entries[position] as Entry<K, V>), nullAt);
  }
}

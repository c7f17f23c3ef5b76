import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import type { Pair } from '../rdd/Pair.js';
import { KeyIndex } from './KeyIndex.js';
import { inSlotOrder } from './slotOrder.js';

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
    this.index.findOrAdd(key).value = value;
  }

  /** Stores and returns what `update` makes of the key's value; `had` is false for a new key, whose `old` is undefined. */
  changeValue(key: K, update: (had: boolean, old: V | undefined) => V): V {
    const { entries } = this.index;
    const before = entries.length;
    const entry = this.index.findOrAdd(key);
    const isNew = entries.length > before;
    entry.value = update(!isNew, isNew ? undefined : entry.value);
    return entry.value;
  }

  /** `changeValue` without a closure for each record: `create(value)` for a new key, else `merge(old, value)`. */
  combine<T>(key: K, value: T, create: (value: T) => V, merge: (old: V, value: T) => V): void {
    const { entries } = this.index;
    const before = entries.length;
    const entry = this.index.findOrAdd(key);
    entry.value = entries.length > before ? create(value) : merge(entry.value, value);
  }

  /** In slot order. */
  toPairs(): Pair<K, V>[] {
    return inSlotOrder(this.index.entries).map((entry): Pair<K, V> => [entry.key, entry.value]);
  }

  /** In slot order; the table must not be changed meanwhile. */
  records(): RecordIterator<Pair<K, V>> {
    return new ArrayRecordIterator(this.toPairs());
  }

  /** In slot order. */
  forEach(body: (key: K, value: V) => void): void {
    for (const entry of inSlotOrder(this.index.entries)) body(entry.key, entry.value);
  }

  [Symbol.iterator](): Iterator<Pair<K, V>> {
    return this.toPairs()[Symbol.iterator]();
  }
}

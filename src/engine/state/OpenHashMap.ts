import { hashCode } from '../jvm/hashCode.js';
import { javaEquals } from '../jvm/javaEquals.js';
import { rehash } from '../jvm/murmur3.js';
import type { Pair } from '../rdd/Pair.js';

/**
 * Spark's open-addressing map without removal, read in slot order with the null key first (SS-1207). Unlike the table of aggregations it is
 * read while it lives, has a capacity of its own choice, and the null key does not count towards its growth.
 * Model: apache/spark 3.2.1 core/.../util/collection/OpenHashMap.scala, OpenHashSet.scala.
 */
export class OpenHashMap<K, V> implements Iterable<Pair<K, V>> {
  private keys: (K | undefined)[];
  private values: (V | undefined)[];
  private hashes: Int32Array;
  private mask: number;
  private count = 0;
  private nullValue: V | undefined;
  private hasNull = false;

  /** @param initialCapacity rounded up to a power of two */
  constructor(initialCapacity: number) {
    let capacity = 1;
    while (capacity < initialCapacity) capacity *= 2;
    this.keys = new Array(capacity);
    this.values = new Array(capacity);
    this.hashes = new Int32Array(capacity);
    this.mask = capacity - 1;
  }

  get size(): number {
    return this.hasNull ? this.count + 1 : this.count;
  }

  get(key: K): V | undefined {
    return key === null ? this.nullValue : this.values[this.slotOf(key, rehash(hashCode(key)))];
  }

  has(key: K): boolean {
    return key === null ? this.hasNull : this.keys[this.slotOf(key, rehash(hashCode(key)))] !== undefined;
  }

  update(key: K, value: V): void {
    if (key === null) {
      this.hasNull = true;
      this.nullValue = value;
      return;
    }
    const hash = rehash(hashCode(key));
    const slot = this.slotOf(key, hash);
    this.values[slot] = value;
    if (this.keys[slot] !== undefined) return;
    this.keys[slot] = key;
    this.hashes[slot] = hash;
    this.count++;
    if (this.count > Math.trunc(0.7 * (this.mask + 1))) this.grow();
  }

  /** In slot order, as it was when it was asked for. */
  [Symbol.iterator](): Iterator<Pair<K, V>> {
    return this.toPairs()[Symbol.iterator]();
  }

  toPairs(): Pair<K, V>[] {
    const pairs: Pair<K, V>[] = this.hasNull ? [[null as K, this.nullValue as V]] : [];
    const { keys, values } = this;
    for (let slot = 0; slot < keys.length; slot++) {
      if (keys[slot] !== undefined) pairs.push([keys[slot] as K, values[slot] as V]);
    }
    return pairs;
  }

  /** Where the key is, or where it would go. */
  private slotOf(key: K, hash: number): number {
    const { keys, hashes, mask } = this;
    let slot = hash & mask;
    for (let step = 1; keys[slot] !== undefined; step++) {
      if (hashes[slot] === hash && (keys[slot] === key || javaEquals(keys[slot], key))) return slot;
      slot = (slot + step) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { keys, values, hashes } = this;
    const capacity = keys.length * 2;
    this.keys = new Array(capacity);
    this.values = new Array(capacity);
    this.hashes = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let old = 0; old < keys.length; old++) {
      if (keys[old] === undefined) continue;
      const hash = hashes[old] as number;
      let slot = hash & this.mask;
      for (let step = 1; this.keys[slot] !== undefined; step++) slot = (slot + step) & this.mask;
      this.keys[slot] = keys[old];
      this.values[slot] = values[old];
      this.hashes[slot] = hash;
    }
  }
}

import { Double } from './Double.js';
import { hashCode } from './hashCode.js';
import { isInt } from './int.js';
import { javaEquals } from './javaEquals.js';
import { Long } from './Long.js';
import { rehash } from './murmur3.js';

/** A distinct key with what is kept for it. `hash` is the key's `hashCode`, known once the key had to be hashed. */
export interface Entry<K, V> {
  readonly key: K;
  value: V;
  hash: number | undefined;
}

/** The hash code of an entry's key, computed once. */
export function entryHash(entry: Entry<unknown, unknown>): number {
  entry.hash ??= hashCode(entry.key);
  return entry.hash;
}

/**
 * The distinct keys seen so far, by Java's `equals`, in the order in which they came. Keys that JavaScript can compare by itself live in a
 * native Map and are not hashed here; tuples, sequences and objects live in a table of their own.
 */
export class KeyIndex<K, V> {
  /** In the order of first insertion. */
  readonly entries: Entry<K, V>[] = [];
  /** Where in `entries` the null key is; -1 without one. */
  nullAt = -1;
  private readonly native = new Map<unknown, Entry<K, V>>();
  private buckets: Int32Array | undefined;
  private bucketed = 0;
  /** Hash code of the object that `find` saw last. */
  private missedHash = 0;

  find(key: K): Entry<K, V> | undefined {
    if (typeof key === 'string') return this.native.get(key);
    const simple = simpleKey(key);
    if (simple !== undefined) return this.native.get(simple);
    this.missedHash = hashCode(key);
    return this.findObject(key, this.missedHash);
  }

  /** Adds the key that `find` has just not found. */
  add(key: K, value: V): Entry<K, V> {
    if (key === null) this.nullAt = this.entries.length;
    const simple = typeof key === 'string' ? key : simpleKey(key);
    const entry: Entry<K, V> = { key, value, hash: simple === undefined ? this.missedHash : undefined };
    this.entries.push(entry);
    if (simple === undefined) this.addObject(entry.hash as number);
    else this.native.set(simple, entry);
    return entry;
  }

  private findObject(key: K, hash: number): Entry<K, V> | undefined {
    const buckets = this.buckets;
    if (buckets === undefined) return undefined;
    const mask = buckets.length - 1;
    for (let slot = rehash(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = buckets[slot] as number;
      if (number === 0) return undefined;
      const entry = this.entries[number - 1] as Entry<K, V>;
      if (entry.hash === hash && javaEquals(key, entry.key)) return entry;
    }
  }

  /** Places the last entry. */
  private addObject(hash: number): void {
    if (this.buckets === undefined) this.buckets = new Int32Array(64);
    else if (this.bucketed * 2 >= this.buckets.length) this.enlarge(this.buckets);
    this.place(this.buckets, hash, this.entries.length);
    this.bucketed++;
  }

  private enlarge(old: Int32Array): void {
    const buckets = new Int32Array(old.length * 2);
    for (const number of old) {
      if (number !== 0) this.place(buckets, (this.entries[number - 1] as Entry<K, V>).hash as number, number);
    }
    this.buckets = buckets;
  }

  private place(buckets: Int32Array, hash: number, number: number): void {
    const mask = buckets.length - 1;
    let slot = rehash(hash) & mask;
    while (buckets[slot] !== 0) slot = (slot + 1) & mask;
    buckets[slot] = number;
  }
}

/** What a native Map may compare in place of the key, or undefined. Equal keys, and only they, have the same. */
function simpleKey(key: unknown): unknown {
  switch (typeof key) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return key;
    case 'number':
      // A native Map takes -0 for 0; to Java they are a Double and an Int.
      return key === 0 && 1 / key < 0 ? undefined : key;
    default:
      if (key === null) return null;
      if (key instanceof Long) return key.value;
      if (key instanceof Double && !isInt(key.value) && !Object.is(key.value, -0)) return key.value;
      return undefined;
  }
}

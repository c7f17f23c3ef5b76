import { hashCode } from './hashCode.js';
import type { Entry } from './KeyIndex.js';
import { rehash } from './murmur3.js';

const INITIAL_CAPACITY = 64;

// Reused from call to call: laying out never calls user code, so no two layouts overlap. Slots hold 1 + the position of an entry.
let slots = new Int32Array(INITIAL_CAPACITY);
let spare = new Int32Array(INITIAL_CAPACITY);
let scattered = new Int32Array(INITIAL_CAPACITY);

/**
 * The entries in the order in which Spark's hash table yields them: the null key, then the slots upwards (SC-310 … SC-316). Updates never
 * move a key, so the layout follows from the order of first insertions, and only distinct keys are placed.
 * Model: apache/spark 3.2.1 core/.../util/collection/AppendOnlyMap.scala.
 * @param hashOf the hash code of an entry's key; the default takes it from the entry, or computes and keeps it
 */
export function inSlotOrder<K, V>(
  entries: readonly Entry<K, V>[],
  hashOf: (entry: Entry<K, V>) => number = entryHash,
): Entry<K, V>[] {
  const count = entries.length;
  if (scattered.length < count) scattered = new Int32Array(Math.max(count, scattered.length * 2));
  let capacity = INITIAL_CAPACITY;
  let threshold = Math.trunc(0.7 * capacity);
  slots.fill(0, 0, capacity);
  let nullEntry: Entry<K, V> | undefined;
  for (let i = 0; i < count; i++) {
    const entry = entries[i] as Entry<K, V>;
    if (entry.key === null) {
      // Kept beside the slots, but it counts towards growth.
      nullEntry = entry;
    } else {
      scattered[i] = rehash(hashOf(entry));
      place(slots, capacity - 1, i);
    }
    if (i + 1 > threshold) {
      grow(capacity);
      capacity *= 2;
      threshold = Math.trunc(0.7 * capacity);
    }
  }
  const ordered: Entry<K, V>[] = nullEntry === undefined ? [] : [nullEntry];
  for (let slot = 0; slot < capacity; slot++) {
    const number = slots[slot] as number;
    if (number !== 0) ordered.push(entries[number - 1] as Entry<K, V>);
  }
  return ordered;
}

/** The hash code of an entry's key, computed once. */
export function entryHash(entry: Entry<unknown, unknown>): number {
  entry.hash ??= hashCode(entry.key);
  return entry.hash;
}

function place(table: Int32Array, mask: number, position: number): void {
  let slot = (scattered[position] as number) & mask;
  for (let step = 1; table[slot] !== 0; step++) slot = (slot + step) & mask;
  table[slot] = position + 1;
}

/** Doubles the capacity. Old slots are visited upwards, so colliding keys may change places: this is why growth is replayed (SC-314). */
function grow(capacity: number): void {
  if (spare.length < capacity * 2) spare = new Int32Array(capacity * 2);
  else spare.fill(0, 0, capacity * 2);
  for (let slot = 0; slot < capacity; slot++) {
    const number = slots[slot] as number;
    if (number !== 0) place(spare, capacity * 2 - 1, number - 1);
  }
  const old = slots;
  slots = spare;
  spare = old;
}

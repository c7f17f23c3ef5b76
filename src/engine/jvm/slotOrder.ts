import { rehash } from './murmur3.js';

const INITIAL_CAPACITY = 64;

// Reused from call to call: nothing that is called during a layout lays out another table. Slots hold 1 + the position of a key.
let slots = new Int32Array(INITIAL_CAPACITY);
let spare = new Int32Array(INITIAL_CAPACITY);
let scattered = new Int32Array(INITIAL_CAPACITY);

/**
 * The order of `count` distinct keys, given by their positions in the order of first insertion. Updates never move a key, so the layout
 * follows from that order alone. Model: apache/spark 3.2.1 core/.../util/collection/AppendOnlyMap.scala.
 * @param hashAt hash code of the key at a position
 * @param nullAt position of the null key, which lies beside the slots but counts towards growth; -1 without one
 */
export function slotOrder(count: number, hashAt: (position: number) => number, nullAt = -1): Int32Array {
  if (scattered.length < count) scattered = new Int32Array(Math.max(count, scattered.length * 2));
  let capacity = INITIAL_CAPACITY;
  let threshold = Math.trunc(0.7 * capacity);
  slots.fill(0, 0, capacity);
  for (let i = 0; i < count; i++) {
    if (i !== nullAt) {
      scattered[i] = rehash(hashAt(i));
      place(slots, capacity - 1, i);
    }
    if (i + 1 > threshold) {
      grow(capacity);
      capacity *= 2;
      threshold = Math.trunc(0.7 * capacity);
    }
  }
  const order = new Int32Array(count);
  let next = 0;
  if (nullAt >= 0) order[next++] = nullAt;
  for (let slot = 0; slot < capacity; slot++) {
    const number = slots[slot] as number;
    if (number !== 0) order[next++] = number - 1;
  }
  return order;
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

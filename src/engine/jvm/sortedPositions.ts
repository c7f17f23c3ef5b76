import { giveInts, takeInts } from './spareInts.js';

/** Positions of the first `count` values by ascending value, stable; an array to be given back. */
export function sortedPositions(values: Int32Array, count: number): Int32Array {
  return count <= FEW ? insertionSorted(values, count) : radixSorted(values, count);
}

/** Up to this many keys are sorted by insertion: the radix sort has a price that does not depend on their number. */
const FEW = 40;

function insertionSorted(values: Int32Array, count: number): Int32Array {
  const order = takeInts(count);
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    let at = i;
    for (; at > 0 && (values[order[at - 1] as number] as number) > value; at--) order[at] = order[at - 1] as number;
    order[at] = i;
  }
  return order;
}

/** By bytes, without comparisons. */
function radixSorted(values: Int32Array, count: number): Int32Array {
  let from = takeInts(count);
  let to = takeInts(count);
  for (let i = 0; i < count; i++) from[i] = i;
  for (let shift = 0; shift < 32; shift += 8) {
    // The topmost byte is signed.
    const flip = shift === 24 ? 0x80 : 0;
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[((((values[i] as number) >>> shift) & 0xff) ^ flip) + 1]!++;
    for (let byte = 1; byte < 256; byte++) starts[byte]! += starts[byte - 1]!;
    for (let i = 0; i < count; i++) {
      const position = from[i] as number;
      const byte = (((values[position] as number) >>> shift) & 0xff) ^ flip;
      to[starts[byte]!++] = position;
    }
    [from, to] = [to, from];
  }
  giveInts(to);
  return from;
}

const starts = new Int32Array(257);

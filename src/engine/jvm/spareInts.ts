/**
 * Arrays of Ints to work in, used again and again: a fresh typed array of more than a few elements has memory of its own outside the heap, which
 * costs more than sorting a small batch does. Taken and given back, never shared, so that code which runs in between may take others.
 */
const spare: Int32Array[] = [];
const SHORTEST = 1024;

/** At least `length` Ints with any content. */
export function takeInts(length: number): Int32Array {
  const ints = spare.pop();
  return ints !== undefined && ints.length >= length ? ints : new Int32Array(Math.max(length, SHORTEST));
}

/** Gives back what `takeInts` gave; it must not be used any more. */
export function giveInts(ints: Int32Array): void {
  if (spare.length < 8 && ints.length >= SHORTEST) spare.push(ints);
}

/**
 * The `n` least of `values`, ascending; among equal ones those that Guava's `Ordering.leastOf` keeps, in its order (SC-149). Keeps at most
 * `2n` values at a time. `compare` is negative, 0 or positive. Model: google/guava 14.0.1 com/google/common/collect/Ordering.java.
 */
export function leastOf<T>(values: Iterable<T>, n: number, compare: (a: T, b: T) => number): T[] {
  if (n <= 0) return [];
  const buffer: T[] = [];
  let threshold: T | undefined;
  for (const value of values) {
    if (buffer.length < n) {
      if (buffer.length === 0 || compare(threshold as T, value) < 0) threshold = value;
      buffer.push(value);
    } else if (compare(value, threshold as T) < 0) {
      buffer.push(value);
      if (buffer.length === 2 * n) threshold = keepLeastHalf(buffer, n, compare);
    }
  }
  // The array's own sort is stable, as Java's is.
  return buffer.sort(compare).slice(0, n);
}

/** Cuts the buffer to `n` values that are not above the others; returns the greatest of them, the earliest of equals. */
function keepLeastHalf<T>(buffer: T[], n: number, compare: (a: T, b: T) => number): T {
  let left = 0;
  let right = buffer.length - 1;
  let known = 0;
  while (left < right) {
    const pivot = partition(buffer, left, right, (left + right + 1) >>> 1, compare);
    if (pivot > n) {
      right = pivot - 1;
    } else if (pivot < n) {
      left = Math.max(pivot, left + 1);
      known = pivot;
    } else {
      break;
    }
  }
  buffer.length = n;
  let greatest = buffer[known] as T;
  for (let i = known + 1; i < n; i++) if (compare(greatest, buffer[i] as T) < 0) greatest = buffer[i] as T;
  return greatest;
}

/** Moves what is below the pivot to its left; returns where the pivot went. */
function partition<T>(buffer: T[], left: number, right: number, pivotIndex: number, compare: (a: T, b: T) => number): number {
  const pivot = buffer[pivotIndex] as T;
  buffer[pivotIndex] = buffer[right] as T;
  buffer[right] = pivot;
  let store = left;
  for (let i = left; i < right; i++) {
    if (compare(buffer[i] as T, pivot) < 0) {
      swap(buffer, store, i);
      store++;
    }
  }
  swap(buffer, right, store);
  return store;
}

function swap<T>(buffer: T[], i: number, j: number): void {
  const value = buffer[i] as T;
  buffer[i] = buffer[j] as T;
  buffer[j] = value;
}

import { leastOf } from './leastOf.js';

/**
 * Keeps the `maxSize` greatest of what is added; one that equals the least of a full queue is dropped. Its order of iteration is that of
 * `java.util.PriorityQueue`'s array. Model: apache/spark 3.2.1 core/.../util/BoundedPriorityQueue.scala.
 */
export class BoundedPriorityQueue<T> implements Iterable<T> {
  /** A binary heap, the least at the top. */
  private readonly heap: T[] = [];

  constructor(
    private readonly maxSize: number,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  get size(): number {
    return this.heap.length;
  }

  add(value: T): void {
    if (this.heap.length < this.maxSize) {
      this.offer(value);
    } else if (this.heap.length > 0 && this.compare(value, this.heap[0] as T) > 0) {
      this.poll();
      this.offer(value);
    }
  }

  addAll(values: Iterable<T>): this {
    for (const value of values) this.add(value);
    return this;
  }

  toArray(): T[] {
    return [...this.heap];
  }

  [Symbol.iterator](): Iterator<T> {
    return this.heap[Symbol.iterator]();
  }

  private offer(value: T): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(value);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.compare(value, heap[parent] as T) >= 0) break;
      heap[at] = heap[parent] as T;
      at = parent;
    }
    heap[at] = value;
  }

  /** Drops the least. */
  private poll(): void {
    const { heap } = this;
    const last = heap.pop() as T;
    if (heap.length === 0) return;
    const half = heap.length >>> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      if (child + 1 < heap.length && this.compare(heap[child] as T, heap[child + 1] as T) > 0) child++;
      if (this.compare(last, heap[child] as T) <= 0) break;
      heap[at] = heap[child] as T;
      at = child;
    }
    heap[at] = last;
  }
}

/** What the task of `takeOrdered(n)` returns for its partition: a queue of its `n` least, the greatest of them at the top. */
export function takeOrderedInPartition<T>(
  values: Iterable<T>,
  n: number,
  compare: (a: T, b: T) => number,
): BoundedPriorityQueue<T> {
  return new BoundedPriorityQueue<T>(n, (a, b) => compare(b, a)).addAll(leastOf(values, n, compare));
}

/**
 * Result of `takeOrdered(n)` from the queues of the partitions, in the order in which their tasks ended; `top(n)` is `takeOrdered(n)` with
 * the order reversed. The first queue is changed. Equal values come in an order of their own (SC-149; Spark 3.4 has another).
 * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala (takeOrdered).
 */
export function mergeTakeOrdered<T>(queues: readonly BoundedPriorityQueue<T>[], compare: (a: T, b: T) => number): T[] {
  const [first, ...others] = queues;
  if (first === undefined) return [];
  for (const queue of others) first.addAll(queue);
  return first.toArray().sort(compare);
}

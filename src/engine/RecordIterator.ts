/** Returned by `next()` when there are no more records. */
export const END: unique symbol = Symbol('end of partition');
/** Returned by `next()` when the task has to wait for the work that it was charged with before it asks again. */
export const PAUSE: unique symbol = Symbol('pause');
/** What `next()` gives that is no record. */
export type End = typeof END | typeof PAUSE;

/**
 * The records of one partition, computed as they are asked for. `next` pulls one record through the whole chain of narrow operators;
 * `drain` pushes all that are left into a sink without returning in between, which is how whole partitions are consumed.
 * A consumer uses one of the two, never both at once.
 */
export abstract class RecordIterator<T> implements Iterable<T> {
  abstract next(): T | End;

  drain(sink: (record: T) => void): void {
    for (let record = this.pull(); record !== END; record = this.pull()) sink(record as T);
  }

  /** As `next`, for who cannot wait in between: the task waits when it is next asked for a record by one who can. */
  pull(): T | typeof END {
    let record = this.next();
    while (record === PAUSE) record = this.next();
    return record;
  }

  toArray(): T[] {
    const records: T[] = [];
    this.drain((record) => {
      records.push(record);
    });
    return records;
  }

  /** For user code (`mapPartitions`, `foreachPartition`): an ordinary JavaScript iterator over the same records. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let record = this.pull(); record !== END; record = this.pull()) yield record as T;
  }
}

/** Over an array, by reference; the array must not change meanwhile. */
export class ArrayRecordIterator<T> extends RecordIterator<T> {
  private index = 0;
  constructor(private readonly records: readonly T[]) {
    super();
  }
  next(): T | End {
    return this.index < this.records.length ? (this.records[this.index++] as T) : END;
  }
  override drain(sink: (record: T) => void): void {
    while (this.index < this.records.length) sink(this.records[this.index++] as T);
  }
}

/** Over what user code returned: any iterable, pulled lazily. */
export class IterableRecordIterator<T> extends RecordIterator<T> {
  private readonly source: Iterator<T>;
  constructor(iterable: Iterable<T>) {
    super();
    this.source = iterable[Symbol.iterator]();
  }
  next(): T | End {
    const step = this.source.next();
    return step.done === true ? END : step.value;
  }
}

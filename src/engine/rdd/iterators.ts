import { plainResult } from '../process/callUser.js';
import { END, type End, RecordIterator } from '../RecordIterator.js';

/** `f` of each record. */
export class MapIterator<T, U> extends RecordIterator<U> {
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly f: (record: T) => U,
    private readonly operator: string,
  ) {
    super();
  }
  next(): U | End {
    const record = this.source.next();
    return record === END ? END : plainResult(this.operator, this.f(record as T));
  }
  override drain(sink: (record: U) => void): void {
    const { f, operator } = this;
    this.source.drain((record) => sink(plainResult(operator, f(record))));
  }
}

/** The records for which `keep` holds. */
export class FilterIterator<T> extends RecordIterator<T> {
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly keep: (record: T) => boolean,
  ) {
    super();
  }
  next(): T | End {
    for (let record = this.source.next(); record !== END; record = this.source.next()) {
      if (plainResult('filter', this.keep(record as T))) return record;
    }
    return END;
  }
  override drain(sink: (record: T) => void): void {
    const { keep } = this;
    this.source.drain((record) => {
      if (plainResult('filter', keep(record))) sink(record);
    });
  }
}

/** All that `f` gives for each record, one after the other. */
export class FlatMapIterator<T, U> extends RecordIterator<U> {
  private inner: Iterator<U> | undefined;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly f: (record: T) => Iterable<U>,
    private readonly operator: string,
  ) {
    super();
  }
  next(): U | End {
    for (;;) {
      if (this.inner === undefined) {
        const record = this.source.next();
        if (record === END) return END;
        this.inner = this.several(record as T)[Symbol.iterator]();
      }
      const step = this.inner.next();
      if (step.done !== true) return step.value;
      this.inner = undefined;
    }
  }
  override drain(sink: (record: U) => void): void {
    if (this.inner !== undefined) {
      for (let step = this.inner.next(); step.done !== true; step = this.inner.next()) sink(step.value);
      this.inner = undefined;
    }
    this.source.drain((record) => {
      const several = this.several(record);
      if (Array.isArray(several)) for (let i = 0; i < several.length; i++) sink(several[i] as U);
      else for (const each of several) sink(each);
    });
  }
  private several(record: T): Iterable<U> {
    const several = this.f(record);
    if (typeof several !== 'object' || several === null || !(Symbol.iterator in several)) {
      if (typeof several === 'string') return several;
      plainResult(this.operator, several);
      throw new TypeError(
        `The function given to ${this.operator} must return a sequence, such as an array; it returned ${String(several)}.`,
      );
    }
    return several;
  }
}

/** Counts what is pulled and charges for each. */
export class ChargingIterator<T> extends RecordIterator<T> {
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly task: { charge(ms: number): void; recordsRead: number },
    private readonly recordMs: number,
  ) {
    super();
  }
  next(): T | End {
    const record = this.source.next();
    if (record !== END) {
      this.task.recordsRead++;
      if (this.recordMs > 0) this.task.charge(this.recordMs);
    }
    return record;
  }
  override drain(sink: (record: T) => void): void {
    const { task, recordMs } = this;
    let count = 0;
    this.source.drain((record) => {
      count++;
      sink(record);
    });
    task.recordsRead += count;
    if (recordMs > 0) task.charge(count * recordMs);
  }
}

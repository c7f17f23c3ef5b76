import { plainResult } from '../../process/callUser.js';
import { END, type End, PAUSE, RecordIterator } from '../../RecordIterator.js';

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
        if (record === END || record === PAUSE) return record as End;
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

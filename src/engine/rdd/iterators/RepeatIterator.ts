import { END, type End, RecordIterator } from '../../RecordIterator.js';

/** Each record as often as `times` says. */
export class RepeatIterator<T> extends RecordIterator<T> {
  private left = 0;
  private record: T | undefined;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly times: (record: T) => number,
  ) {
    super();
  }
  next(): T | End {
    while (this.left === 0) {
      const record = this.source.next();
      if (record === END) return END;
      this.record = record as T;
      this.left = this.times(record as T);
    }
    this.left--;
    return this.record as T;
  }
}

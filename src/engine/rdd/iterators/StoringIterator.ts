import { END, type End, PAUSE, RecordIterator } from '../../RecordIterator.js';

/** Gathers a whole partition and stores it before it hands on the first record; the task may wait in between. */
export class StoringIterator<T> extends RecordIterator<T> {
  private readonly records: T[] = [];
  private stored = false;
  private position = 0;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly store: (records: readonly T[]) => void,
  ) {
    super();
  }
  next(): T | End {
    while (!this.stored) {
      const record = this.source.next();
      if (record === PAUSE) return PAUSE;
      if (record !== END) {
        this.records.push(record as T);
        continue;
      }
      this.stored = true;
      this.store(this.records);
    }
    return this.position < this.records.length ? (this.records[this.position++] as T) : END;
  }
}

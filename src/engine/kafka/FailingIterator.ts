import { END, type End, RecordIterator } from '../RecordIterator.js';

/** The records that could be read, then the error of the first that could not. */
export class FailingIterator<T> extends RecordIterator<T> {
  constructor(
    private readonly records: RecordIterator<T>,
    private readonly error: unknown,
  ) {
    super();
  }
  next(): T | End {
    const record = this.records.next();
    if (record === END) throw this.error;
    return record;
  }
  override drain(sink: (record: T) => void): void {
    this.records.drain(sink);
    throw this.error;
  }
}

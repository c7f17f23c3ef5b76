import { plainResult } from '../../process/callUser.js';
import { END, type End, PAUSE, RecordIterator } from '../../RecordIterator.js';

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
      if (record === PAUSE || plainResult('filter', this.keep(record as T))) return record;
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

import { plainResult } from '../../process/callUser.js';
import { END, type End, PAUSE, RecordIterator } from '../../RecordIterator.js';

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
    return record === END || record === PAUSE ? (record as End) : plainResult(this.operator, this.f(record as T));
  }
  override drain(sink: (record: U) => void): void {
    const { f, operator } = this;
    this.source.drain((record) => sink(plainResult(operator, f(record))));
  }
}

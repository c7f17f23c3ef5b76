import { END, type End, PAUSE, RecordIterator } from '../../RecordIterator.js';

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
    if (record !== END && record !== PAUSE) {
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

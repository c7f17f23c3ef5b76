import { END, type End, PAUSE, RecordIterator } from '../RecordIterator.js';

/** At most this many records of a partition are kept as text. */
export const CAPTURED = 100;

/** Notes the text of the first records on their way; reports when the last has been pulled. */
export class CapturingIterator<T> extends RecordIterator<T> {
  private readonly contents: string[] = [];
  private count = 0;
  private reported = false;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly text: (record: unknown) => string,
    private readonly report: (contents: readonly string[], count: number) => void,
  ) {
    super();
  }
  next(): T | End {
    const record = this.source.next();
    if (record === PAUSE) return record;
    if (record !== END) {
      if (this.count++ < CAPTURED) this.contents.push(this.text(record));
    } else this.finish();
    return record;
  }
  override drain(sink: (record: T) => void): void {
    const { contents, text } = this;
    let count = 0;
    this.source.drain((record) => {
      if (count++ < CAPTURED) contents.push(text(record));
      sink(record);
    });
    this.count = count;
    this.finish();
  }
  private finish(): void {
    if (this.reported) return;
    this.reported = true;
    this.report(this.contents, this.count);
  }
}

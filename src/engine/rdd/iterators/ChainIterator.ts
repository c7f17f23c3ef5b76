import { END, type End, RecordIterator } from '../../RecordIterator.js';

/** One iterator after the other, each made when it is its turn. */
export class ChainIterator<T> extends RecordIterator<T> {
  private current: RecordIterator<T> | undefined;
  private position = 0;
  constructor(private readonly sources: readonly (() => RecordIterator<T>)[]) {
    super();
  }
  next(): T | End {
    for (;;) {
      if (this.current === undefined) {
        const source = this.sources[this.position++];
        if (source === undefined) return END;
        this.current = source();
      }
      const record = this.current.next();
      if (record !== END) return record;
      this.current = undefined;
    }
  }
  override drain(sink: (record: T) => void): void {
    this.current?.drain(sink);
    this.current = undefined;
    while (this.position < this.sources.length) (this.sources[this.position++] as () => RecordIterator<T>)().drain(sink);
  }
}

import { ArrayRecordIterator, RecordIterator } from '../../RecordIterator.js';

/** All blocks of a shuffle read, one after the other. */
export class BlocksIterator<T> extends RecordIterator<T> {
  private inner: ArrayRecordIterator<T> | undefined;
  private position = 0;
  constructor(private readonly blocks: readonly (readonly T[])[]) {
    super();
  }
  next() {
    for (;;) {
      this.inner ??= new ArrayRecordIterator(this.blocks[this.position++] ?? []);
      const record = this.inner.next();
      if (typeof record !== 'symbol' || this.position >= this.blocks.length) return record;
      this.inner = undefined;
    }
  }
  override drain(sink: (record: T) => void): void {
    this.inner?.drain(sink);
    while (this.position < this.blocks.length) for (const record of this.blocks[this.position++] as readonly T[]) sink(record);
  }
}

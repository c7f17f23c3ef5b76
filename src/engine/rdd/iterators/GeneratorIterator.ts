import { END, type End, RecordIterator } from '../../RecordIterator.js';

/** Over an engine's own generator. */
export class GeneratorIterator<T> extends RecordIterator<T> {
  constructor(private readonly source: Iterator<T>) {
    super();
  }
  next(): T | End {
    const step = this.source.next();
    return step.done === true ? END : step.value;
  }
}

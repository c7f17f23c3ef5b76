import { withCallSite } from '../../callSite.js';
import { keep } from '../../provenance/records.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The records one after the other; a job for each partition runs when its first record is asked for (SC-140). Jobs that are not
     * asked for do not run. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `toLocalIterator`.
     */
    toLocalIterator(): IterableIterator<T>;
  }
}

attach(RDD.prototype, {
  toLocalIterator(this: RDD<unknown>) {
    return new LocalIterator(this);
  },
});

class LocalIterator<T> implements IterableIterator<T> {
  private partition = 0;
  private position = 0;
  private records: readonly T[] = [];
  constructor(private readonly rdd: RDD<T>) {}
  next(): IteratorResult<T, undefined> {
    const { rdd } = this;
    const { provenance } = rdd.context.environment;
    while (this.position >= this.records.length) {
      if (this.partition >= rdd.partitions.length) return { done: true, value: undefined };
      const { context } = rdd;
      const partitions = [this.partition++];
      const job = () => context.runJob(rdd, (records) => keep(records, provenance), { partitions, action: 'toLocalIterator' });
      const results = withCallSite('toLocalIterator', () => context.blockOn('toLocalIterator', job()));
      this.records = results[0] as readonly T[];
      this.position = 0;
    }
    const origin = provenance?.of(this.records)?.[this.position];
    if (provenance !== undefined && origin !== undefined) provenance.current = origin;
    return { done: false, value: this.records[this.position++] as T };
  }
  [Symbol.iterator](): this {
    return this;
  }
}

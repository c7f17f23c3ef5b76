import { SparkException } from '../../errors.js';
import type { RDD } from '../../rdd/RDD.js';
import type { Duration, Time } from '../../time/index.js';
import { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { contextOf, requireAlike } from './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The records of both streams of each batch, those of this one first (SS-409, SS-428).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `union`.
     * @throws {IllegalArgumentException} different contexts or slides
     */
    union(other: DStream<T>): DStream<T>;
  }
}

/** The records of all parents, parent by parent. Model: apache/spark 3.2.1 streaming/.../dstream/UnionDStream.scala. */
export class UnionDStream<T> extends DStream<T> {
  /** @throws {IllegalArgumentException} parents of different contexts or slides; {JavaError} no parents */
  constructor(private readonly parents: readonly DStream<T>[]) {
    super(contextOf(parents));
    requireAlike(parents);
  }
  override get slideDuration(): Duration {
    return (this.parents[0] as DStream<T>).slideDuration;
  }
  override get dependencies(): readonly DStream<T>[] {
    return this.parents;
  }
  override compute(validTime: Time): RDD<T> {
    const rdds = this.parents.map((parent) => {
      const rdd = parent.getOrCompute(validTime);
      if (rdd === undefined) throw new SparkException(`Could not generate RDD from a parent for unifying at time ${validTime}`);
      return rdd;
    });
    return this.context.sparkContext.union(rdds);
  }
}

attachOperators({
  union(this: DStream<unknown>, other: DStream<unknown>) {
    return new UnionDStream([this, other]);
  },
});

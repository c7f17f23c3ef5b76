import { CartesianRDD } from '../CartesianRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Each record with each of the other (SC-101). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `cartesian`. */
    cartesian<U>(other: RDD<U>): RDD<readonly [T, U]>;
  }
}

attach(RDD.prototype, {
  cartesian(this: RDD<unknown>, other: RDD<unknown>) {
    return new CartesianRDD(this, other);
  },
});

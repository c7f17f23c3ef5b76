import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * One record for each partition: all that it holds (SS-407).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `glom`.
     */
    glom(): DStream<readonly T[]>;
  }
}

/** The partitions as records. Model: apache/spark 3.2.1 streaming/.../dstream/GlommedDStream.scala. */
export class GlommedDStream<T> extends UnaryDStream<T, readonly T[]> {
  protected override derive(rdd: RDD<T>) {
    return rdd.glom();
  }
}

attachOperators({
  glom(this: DStream<unknown>) {
    return new GlommedDStream(this);
  },
});

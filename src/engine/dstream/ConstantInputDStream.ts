import { require } from '../errors.js';
import type { RDD } from '../rdd/RDD.js';
import type { StreamingContext } from '../StreamingContext.js';
import { InputDStream } from './InputDStream.js';

/** The same RDD in every batch. Model: apache/spark 3.2.1 streaming/.../dstream/ConstantInputDStream.scala. */
export class ConstantInputDStream<T> extends InputDStream<T> {
  /** @throws {IllegalArgumentException} without an RDD */
  constructor(
    context: StreamingContext,
    private readonly rdd: RDD<T>,
  ) {
    super(context);
    require(rdd !== null &&
      rdd !== undefined, 'parameter rdd null is illegal, which will lead to NPE in the following transformation');
  }
  override compute(): RDD<T> {
    return this.rdd;
  }
}

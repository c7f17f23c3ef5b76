import { JavaError } from '../errors.js';
import type { RDD } from '../rdd/RDD.js';
import { UnionRDD } from '../rdd/UnionRDD.js';
import type { StreamingContext } from '../StreamingContext.js';
import { InputDStream } from './InputDStream.js';

/**
 * The RDDs of a queue, one for each batch or all that are there at once. The queue may be filled while the stream runs.
 * Model: apache/spark 3.2.1 streaming/.../dstream/QueueInputDStream.scala.
 */
export class QueueInputDStream<T> extends InputDStream<T> {
  /** @param defaultRDD of a batch for which the queue is empty; without it an RDD without partitions */
  constructor(
    context: StreamingContext,
    readonly queue: RDD<T>[],
    private readonly oneAtATime: boolean,
    private readonly defaultRDD: RDD<T> | undefined,
  ) {
    super(context);
  }
  override compute(): RDD<T> {
    const { sparkContext } = this.context;
    const taken = this.oneAtATime ? this.queue.splice(0, 1) : this.queue.splice(0);
    if (taken.length > 0) return this.oneAtATime ? (taken[0] as RDD<T>) : new UnionRDD(sparkContext, taken);
    return this.defaultRDD ?? sparkContext.emptyRDD<T>();
  }
  override beforeCheckpoint(): void {
    this.log('WARN', "queueStream doesn't support checkpointing");
  }
  override afterCheckpoint(): void {
    throw new JavaError(
      'java.io.NotSerializableException',
      "queueStream doesn't support checkpointing. Please don't use queueStream when checkpointing is enabled.",
    );
  }
}

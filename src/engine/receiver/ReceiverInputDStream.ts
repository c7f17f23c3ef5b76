import { InputDStream } from '../dstream/InputDStream.js';
import { type BatchBlock, BlockRDD } from '../rdd/BlockRDD.js';
import type { RDD } from '../rdd/RDD.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Time } from '../time/index.js';
import { isAvailable } from './ReceivedBlock.js';
import type { Receiver } from './Receiver.js';

/** A stream of what a receiver stores: the RDD of a batch has one partition for each block that the batch was given (SS-744). Model: apache/spark 3.2.1 streaming/.../dstream/ReceiverInputDStream.scala. */
export abstract class ReceiverInputDStream<T> extends InputDStream<T> {
  /** A receiver for this stream; the same one whenever it is started anew. */
  abstract getReceiver(): Receiver<T>;

  override compute(validTime: Time): RDD<T> {
    const { context } = this;
    const { startTime } = context.graph;
    if (startTime !== undefined && validTime.less(startTime)) return new BlockRDD<T>(context.sparkContext, []);
    const blocks = context.scheduler.receiverTracker.blocksOfBatch(validTime, this.id);
    const records = blocks.reduce((sum, block) => sum + (block.lostRecords ?? block.records.length), 0);
    context.scheduler.reportInput(validTime, this.id, records);
    const kept = blocks.filter(isAvailable);
    if (kept.length < blocks.length) {
      this.log(
        'WARN',
        'Some blocks could not be recovered as they were not found in memory. To prevent such data loss, enable Write Ahead Log (see programming guide for more details.',
      );
    }
    return new BlockRDD<T>(context.sparkContext, kept as readonly BatchBlock<T>[]);
  }
}

/** For `receiverStream`: any receiver. */
export class PluggableInputDStream<T> extends ReceiverInputDStream<T> {
  constructor(
    context: StreamingContext,
    private readonly receiver: Receiver<T>,
  ) {
    super(context);
    receiver.setId(this.id);
  }
  override getReceiver(): Receiver<T> {
    return this.receiver;
  }
}

/** For `socketTextStream` and `socketStream`: a class of its own, since its name is shown. */
export class SocketInputDStream<T> extends PluggableInputDStream<T> {}
